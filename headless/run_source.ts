import { type RunConfig, runConfig } from '../src/lab/config/config';
import { membersOf } from '../src/lab/config/members';
import { trainingFields } from '../src/lab/config/training_fields';
import type { Variant } from '../src/lab/config/variants';
import { divergedWords, rateWords } from '../src/lab/runs/branch_words';
import type { RaceRun } from '../src/lab/runs/run';
import type { Materials } from '../src/tasks/task';
import { branchedRun } from './branched';
import { readJsonAs } from './json_file';
import { materialsFor, readCorpus, readMaterials, readTokenizer } from './materials';
import { materialsOf, readRaceRun } from './run_file';
import { sweptRaces } from './sweep';
import { countFlag, decimal, type Flags, UsageError } from './usage';

/** A race, and what its task reads. */
export interface SourceRace extends Variant {
  readonly materials: Materials;
}

/** What `run` trains: a race from its start, or from where a run file has it. */
export interface RunSource {
  /** Of the config or the run file. */
  readonly path: string;
  readonly config: RunConfig;
  /** One, or those of a sweep. */
  readonly races: readonly SourceRace[];
  /** The run that goes on. */
  readonly before: RaceRun | undefined;
  /** Steps of each contender from here on; undefined: all. */
  readonly steps: number | undefined;
  /** What the learning rate does where it leaves its plan; otherwise empty. */
  readonly course: string;
  /** Further files that were read. */
  readonly inputs: readonly string[];
}

/** Reads the config, or the run file of --resume. Throws UsageError, also for flags that contradict each other. */
export function runSource(flags: Flags): RunSource {
  const { file, resume, text, sound, midi, tokenizer } = flags;
  if (resume !== undefined) return resumed(flags, resume);
  const idle = (['schedule', 'lr'] as const).find(name => flags[name] !== undefined);
  if (idle) throw new UsageError(`--${idle} has no effect without --resume; a config has it under training`);
  if (file === undefined) throw new UsageError('run takes a config file, or --resume with a run file');
  if (/\.unroll$/i.test(file)) throw new UsageError(`${file} is a run file: give it as --resume ${file}`);
  const config = withSeeds(readJsonAs(file, runConfig), flags.seeds);
  refuseBrought(file, config, () => false);
  const variants = sweptRaces(config, flags.sweep);
  if (flags.seeds !== undefined && variants.some(({ settings }) => 'training.seeds' in settings))
    throw new UsageError('--seeds has no effect: --sweep has training.seeds; leave one of them out');
  const tasks = variants.map(variant => variant.config.task);
  const materials = { corpus: readCorpus, ...readMaterials(flags, tasks, file) };
  const races = variants.map(variant => ({ ...variant, materials: materialsFor(variant.config.task, materials) }));
  const inputs = [text, sound, midi, tokenizer].filter(input => input !== undefined);
  return { path: file, config, races, before: undefined, steps: stepsOf(flags), course: '', inputs };
}

function stepsOf(flags: Flags): number | undefined {
  return flags.steps === undefined ? undefined : countFlag(flags, 'steps', 1);
}

function resumed(flags: Flags, path: string): RunSource {
  if (flags.file !== undefined)
    throw new UsageError(
      `run takes a config file or --resume, not both: the run file has its config; leave ${flags.file} out`,
    );
  const stray = (['sweep', 'seeds', 'text', 'sound', 'midi'] as const).find(name => flags[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} has no effect with --resume: a run file has its own; leave it out`);
  const read = readRaceRun(path);
  const before = branchedRun(read, path, flags);
  const { config, members } = before;
  const all = membersOf(config);
  const inputs = flags.tokenizer === undefined ? [] : [flags.tokenizer];
  refuseBrought(path, config, place => members.every(({ trainer }, i) => all[i]?.contender !== place || trainer));
  const materials = materialsOf(before, readTokenizer(flags, [config.task], path));
  const goesOn = { path, config, races: [{ settings: {}, config, materials }], before, inputs };
  // A branch ends with its steps.
  const course = (): string =>
    `${rateWords(config)} ${divergedWords(read, { lr: config.training.branches?.at(-1)?.lr })}`;
  if (before !== read) return { ...goesOn, steps: undefined, course: course().trimEnd() };
  return { ...goesOn, steps: stepsOf(flags), course: '' };
}

/** Weights from elsewhere stay on the page that they were brought to. `known`: a contender goes on from weights of its own. */
function refuseBrought(path: string, { contenders }: RunConfig, known: (place: number) => boolean): void {
  const without = contenders.find(({ weights, frozen }, place) => weights !== undefined && (frozen || !known(place)));
  if (without)
    throw new UsageError(
      `${path}: the weights of ${without.name} are in a file of their own, which it does not hold; leave this contender out${without.frozen ? '' : ', or go on with a run file in which it has trained for a step'}`,
    );
}

/** The race with so many seeds of each contender. Throws UsageError. */
function withSeeds(config: RunConfig, seeds: string | undefined): RunConfig {
  if (seeds === undefined) return config;
  const { min, max } = trainingFields.seeds;
  const count = decimal(seeds);
  if (!Number.isInteger(count) || count < min || count > max)
    throw new UsageError(`--seeds is a whole number from ${min} to ${max}, not '${seeds}'`);
  return { ...config, training: { ...config.training, seeds: count } };
}
