import { branchesOf } from './branches_of';
import type { ContenderConfig, OwnTraining, RunConfig, TrainingConfig } from './config';

/** One training of a contender with one seed. */
export interface Member {
  /** Place of its contender in the race. */
  readonly contender: number;
  /** Of its weights and its data; `training.seed` is the same. */
  readonly seed: number;
  /** Of its contender; with several seeds it names the seed, too: 'LSTM, seed 2'. */
  readonly name: string;
  /** Its contender, without settings of its own: `training` has them. */
  readonly config: ContenderConfig;
  /** The race's, with what the contender has of its own, and this one seed: a race of this contender alone trains it the same way. */
  readonly training: TrainingConfig;
}

/** Seeds of a race, each for all contenders. */
export function seedsOf({ seeds }: Pick<TrainingConfig, 'seeds'>): number {
  return seeds ?? 1;
}

/**
 * All that trains in a race: every contender with every seed, by contender, then by seed. Messages of the worker, snapshots, and
 * files have members in this order. With one seed, members are contenders.
 */
export function membersOf({ contenders, training }: Pick<RunConfig, 'contenders' | 'training'>): readonly Member[] {
  const seeds = seedsOf(training);
  const { seeds: _, branches, ...shared } = training;
  return contenders.flatMap(({ training: set, ...config }, contender) => {
    const own = withOwn(set, shared);
    return Array.from({ length: seeds }, (_, ordinal): Member => {
      const seed = (own.seed + ordinal) % 2 ** 32;
      const branched = branches ? { branches: branchesOf(branches, contender * seeds + ordinal) } : {};
      const name = memberName(config.name, seed, seeds);
      return { contender, seed, name, config, training: { ...own, ...branched, seed } };
    });
  });
}

/** The training of a race with what a contender has of its own in its place. */
function withOwn(own: OwnTraining | undefined, training: TrainingConfig): TrainingConfig {
  const set = Object.entries(own ?? {}).filter(([, value]) => value !== undefined);
  return { ...training, ...Object.fromEntries(set) };
}

/** Places of those members that stand for their contenders, in their order: of each the one with its `ordinal`-th seed, from 0. */
export function standingFor(
  { contenders, training }: Pick<RunConfig, 'contenders' | 'training'>,
  ordinal = 0,
): number[] {
  const seeds = seedsOf(training);
  return contenders.map((_, contender) => contender * seeds + Math.min(ordinal, seeds - 1));
}

/** What a member is called where its contender has `seeds` seeds. */
export function memberName(name: string, seed: number, seeds: number): string {
  return seeds === 1 ? name : `${name}, seed ${seed}`;
}
