import type { RunConfig } from '../src/lab/config/config';
import { membersOf, seedsOf } from '../src/lab/config/members';
import type { Variant } from '../src/lab/config/variants';
import { writeRunFile } from '../src/lab/runs/run_file';
import type { Output } from './outputs';
import type { Raced } from './race';
import type { Flags } from './usage';

/** The files of a race. */
export interface Places {
  /** Of weights, one for each member; empty: they are not kept. */
  readonly saves: readonly string[];
  /** Of the whole run. */
  readonly run: string | undefined;
}

/** Of each race of `run`. Where there are several, each has its number, counted from 1, before the endings: W-race-2.safetensors. */
export function placesOf({ save, 'save-run': kept }: Flags, races: readonly Variant[]): Places[] {
  return races.map(({ config }, index) => {
    const mark = races.length === 1 ? '' : `-race-${index + 1}`;
    return { saves: savePaths(save && marked(save, mark), config), run: kept && marked(kept, mark) };
  });
}

export function pathsOf({ saves, run }: Places): string[] {
  return run === undefined ? [...saves] : [...saves, run];
}

/** What a race gave of them; undefined: it did not begin. */
export function filesOf({ saves, run }: Places, raced: Raced | undefined): Output[] {
  const weights = saves.flatMap((path, index) => {
    const content = raced?.weights.get(index);
    return content ? [{ path, content }] : [];
  });
  return run !== undefined && raced?.run ? [{ path: run, content: writeRunFile(raced.run) }, ...weights] : weights;
}

/**
 * A file of weights for each member: one gets the path itself. Several contenders get their number before its ending, counted
 * from 1, and several seeds their seed: W-2-seed-5.safetensors.
 */
export function savePaths(save: string | undefined, config: Pick<RunConfig, 'contenders' | 'training'>): string[] {
  if (save === undefined) return [];
  return membersOf(config).map(({ contender, seed }) => {
    const number = config.contenders.length === 1 ? '' : `-${contender + 1}`;
    const ofSeed = seedsOf(config.training) === 1 ? '' : `-seed-${seed}`;
    return marked(save, `${number}${ofSeed}`);
  });
}

/** A path with a mark before its ending. */
function marked(path: string, mark: string): string {
  const [, stem = path, ending = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(path) ?? [];
  return `${stem}${mark}${ending}`;
}
