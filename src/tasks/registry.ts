import { quoted } from '../quoted';
import { associativeRecall } from './associative_recall';
import { audio } from './audio';
import { copying } from './copying';
import { cycleNavigation } from './cycle_navigation';
import { dyck } from './dyck';
import { evenPairs } from './even_pairs';
import { firstNames } from './first_names';
import { groupWords } from './group_words';
import { inductionHeads } from './induction_heads';
import { markov } from './markov';
import { modularAddition } from './modular_addition';
import { music } from './music';
import { parseParameters } from './parameters';
import { parity } from './parity';
import { repeatedTokens } from './repeated_tokens';
import { rounds } from './rounds';
import { selectiveCopying } from './selective_copying';
import { type Materials, type OpenTask, type Task, TaskError } from './task';
import { text } from './text';
import { tokensTask } from './tokens';

/** Every task, in the order in which the page offers them. No task loads a text before it is opened. */
export const tasks: readonly Task[] = [
  text,
  selectiveCopying,
  inductionHeads,
  repeatedTokens,
  associativeRecall,
  copying,
  parity,
  evenPairs,
  cycleNavigation,
  groupWords,
  modularAddition,
  dyck,
  markov,
  firstNames,
  rounds,
  music,
  audio,
  tokensTask,
];

/** Throws TaskError that names the known tasks. */
export function findTask(name: string): Task {
  const found = tasks.find(task => task.name === name);
  if (found) return found;
  throw new TaskError(`There is no task ${quoted(name)}; choose one of ${tasks.map(task => task.name).join(', ')}.`);
}

/** A task's name with its parameters, those left out at their defaults. */
export interface TaskChoice {
  readonly name: string;
  readonly [parameter: string]: unknown;
}

/** Opens a task. Rejects with TaskError for an unknown task, bad parameters, or a bad text. */
export async function openTask(choice: TaskChoice, seed: number, materials: Materials): Promise<OpenTask> {
  const { name, ...parameters } = choice;
  const task = findTask(name);
  return task.open(parseParameters(task, parameters), seed, materials);
}
