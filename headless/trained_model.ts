import { z } from 'zod';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import { checkName } from '../src/lab/config/names';
import { readConfigFile } from '../src/lab/import/config_file';
import type { ImportedWeights } from '../src/lab/import/import_weights';
import type { Model } from '../src/models/model';
import { findTask, openTask, type TaskChoice } from '../src/tasks/registry';
import type { OpenTask, Task } from '../src/tasks/task';
import { tokenizerVocabulary } from '../src/tasks/tokenizer';
import { fact, stepOf } from './facts';
import { readText } from './files';
import { readJsonAs } from './json_file';
import { checkRead, readCorpus, readOwn } from './materials';
import { openModel } from './model_file';
import { usable } from './usable';
import { type Flags, required, UsageError } from './usage';

/** The training of a model: its task and data. */
export interface Origin {
  readonly name: string;
  readonly task: TaskChoice;
  /** Seed of its data. */
  readonly seed: number;
  /** The text of each token, if the file has it. */
  readonly vocabulary: readonly string[] | undefined;
  readonly step: number | null;
}

/** A model from a file, and the task that it was trained on. */
export interface Trained {
  readonly imported: ImportedWeights;
  readonly origin: Origin;
  readonly described: Task;
  readonly task: OpenTask;
  /** The file that names the task. */
  readonly from: string;
}

/** Opens the weights of --init with their task. Throws UsageError. */
export async function openTrained(flags: Flags): Promise<Trained> {
  const init = required(flags, 'init');
  const tokenizer = flags.tokenizer === undefined ? undefined : readText(flags.tokenizer);
  const race = raceOf(flags.config);
  const vocabulary = tokenizer === undefined ? undefined : await usable(() => tokenizerVocabulary(tokenizer));
  const imported = await openModel(init, { config: race ? undefined : flags.config, tokens: vocabulary?.size });
  const origin = readOrigin(flags, init, imported, race);
  const from = flags.config ?? init;
  const described = await usable(() => findTask(origin.task.name));
  checkRead('tokenizer', flags.tokenizer, [origin.task], from);
  const own = readOwn(flags, [origin.task], from);
  const task = await usable(() => openTask(origin.task, origin.seed, { corpus: readCorpus, ...own, tokenizer }));
  checkVocabulary(init, imported.model, origin, task);
  return { imported, origin, described, task, from };
}

/** Files that such a command reads. */
export function inputsOf({ init, config, text, sound, midi, tokenizer }: Flags): string[] {
  return [init, config, text, sound, midi, tokenizer].filter(path => path !== undefined);
}

const taskFact = z.looseObject({ name: z.string() });
const contenderFact = z.looseObject({ name: z.string() });
const trainingFact = z.looseObject({ seed: z.int().min(0).max(0xffffffff) });
const vocabularyFact = z.array(z.string());

/** The race in a file of --config; undefined: the file is the config of a model, or there is none. */
function raceOf(path: string | undefined): RunConfig | undefined {
  if (path === undefined) return undefined;
  return isModelConfig(readText(path)) ? undefined : readJsonAs(path, runConfig);
}

function isModelConfig(text: string): boolean {
  try {
    const config = readConfigFile(text);
    return config.task === undefined && config.contenders === undefined;
  } catch {
    return false;
  }
}

/** Throws UsageError if neither or both of the weights' file and --config name the task of training. */
function readOrigin(
  flags: Flags,
  init: string,
  { file, foreign, model }: ImportedWeights,
  race: RunConfig | undefined,
): Origin {
  const about = file.metadata;
  const step = stepOf(init, about) ?? null;
  const task = fact(init, about, 'task', taskFact);
  if (flags.config !== undefined && task)
    throw new UsageError(`--config has no effect: ${init} names its task itself; leave it out`);
  if (race) return { name: init, task: race.task, seed: race.training.seed, vocabulary: undefined, step };
  if (foreign) return { name: init, task: tokensOf(model, flags), seed: 1, vocabulary: undefined, step };
  if (!task)
    throw new UsageError(`${init} does not say what task it was trained on; give the config of its race with --config`);
  return {
    name: nameOf(fact(init, about, 'contender', contenderFact)?.name) ?? init,
    task,
    seed: fact(init, about, 'training', trainingFact)?.seed ?? 1,
    vocabulary: fact(init, about, 'vocabulary', vocabularyFact),
    step,
  };
}

/** The tokens of a model from elsewhere. */
function tokensOf(model: Model, { tokenizer }: Flags): TaskChoice {
  const read = tokenizer === undefined ? 'numbers' : 'tokenizer';
  return { name: 'tokens', read, tokens: model.config.vocab_size };
}

/** The name in the file, if a contender can have it. */
function nameOf(given: string | undefined): string | undefined {
  const checked = checkName(given ?? '');
  return checked.ok ? checked.name : undefined;
}

function checkVocabulary(init: string, model: Model, { vocabulary }: Origin, task: OpenTask): void {
  const V = model.config.vocab_size;
  const { size } = task.vocabulary;
  const fix = 'give the task and the text that it was trained on';
  if (V !== size) throw new UsageError(`${init} has ${V} tokens, its task ${size}; ${fix}`);
  if (vocabulary && vocabulary.length !== V)
    throw new UsageError(`${init} has ${V} tokens, and its vocabulary names ${vocabulary.length}; ${fix}`);
  const other = vocabulary?.findIndex((symbol, token) => symbol !== task.vocabulary.decode([token])) ?? -1;
  if (other >= 0) throw new UsageError(`${init} was trained on other tokens (token ${other} differs); ${fix}`);
}
