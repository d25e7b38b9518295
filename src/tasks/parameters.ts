import { z } from 'zod';
import type { Field } from '../field';
import { placeOf } from '../first_issue';
import { issueWords } from '../issue_words';
import { quotedList } from '../quoted';
import { type Task, TaskError } from './task';

/** Longest sequence a task makes: 2^20 tokens, the last column of the Mamba paper's Table 11. */
export const LONGEST = 2 ** 20;

/** A whole number within its field's bounds, with a default. */
export function wholeNumber(field: Field, byDefault: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(field.min).max(field.max).default(byDefault);
}

/** How a refusal of too short a material ends: with the greatest length that fits, if the page offers one that is not greater. */
export function orShorter(longest: number, { min, options = [min] }: Field): string {
  const fits = options.some(option => option <= longest);
  return fits ? `, or set the length to at most ${longest.toLocaleString('en')}.` : '.';
}

/** Throws TaskError where the shortest of the task's pieces is longer than the longest. `piece`: what they are called. */
export function checkShortest({ shortest, length }: { shortest: number; length: number }, piece: string): void {
  if (shortest <= length) return;
  throw new TaskError(
    `The shortest ${piece} (${shortest}) is longer than the longest (${length}); set shortest to at most ${length}.`,
  );
}

/** Checks the parameters of a task, without its name. Throws TaskError, which names the fix. */
export function parseParameters<P>(task: Task<P>, parameters: unknown): P {
  const parsed = task.schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  // A number can be wrong in several ways; all have one fix.
  throw new TaskError([...new Set(parsed.error.issues.map(issue => explain(task, issue)))].join(' '));
}

function explain(task: Task, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = parameterNames(task);
    const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`;
    return `The task ${task.name} has no parameter ${quotedList(issue.keys)}; ${takes}.`;
  }
  const key = placeOf(issue);
  const field = task.fields.find(candidate => candidate.key === key);
  if (!field) return `The parameter ${key} of the task ${task.name} ${issueWords(issue)}.`;
  const [min, max] = [field.min, field.max].map(bound => bound.toLocaleString('en'));
  return `The parameter ${key} of the task ${task.name} must be a whole number from ${min} to ${max}.`;
}

/** Names of all parameters: those of `fields`, and those that are not numbers. */
function parameterNames(task: Task): string[] {
  const defaults = task.schema.safeParse({});
  const named = defaults.success && defaults.data instanceof Object ? Object.keys(defaults.data) : [];
  return [...new Set([...named, ...task.fields.map(field => field.key)])];
}
