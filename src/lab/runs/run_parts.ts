import { OWN_MUSIC } from '../../tasks/midi_bounds';
import { OWN_SOUND } from '../../tasks/own_sound';
import { OWN_TEXT } from '../../tasks/own_text';
import { SAMPLE_RATE } from '../../tasks/sound_sources';
import type { Member } from '../config/members';
import type { ZipLimits } from './zip_directory';

/** Names of the files in a run file. */
export const PARTS = {
  facts: 'run.json',
  curves: 'curves.csv',
  latencies: 'latencies.csv',
  samples: 'samples.json',
  text: 'text.txt',
  sound: 'sound.bin',
  music: 'music.mid',
  outcome: 'experiment.json',
  cells: 'cells.json',
} as const;

export function weightsName({ contender, seed }: Pick<Member, 'contender' | 'seed'>): string {
  return `contenders/${contender}/seed-${seed}.safetensors`;
}

export function optimizerName({ contender, seed }: Pick<Member, 'contender' | 'seed'>): string {
  return `contenders/${contender}/seed-${seed}.optimizer.safetensors`;
}

const WEIGHTS = /^contenders\/[0-7]\/seed-\d{1,10}(?:\.optimizer)?\.safetensors$/;
const MEGABYTE = 2 ** 20;

/** The most bytes of each part, unpacked. */
const SIZES: ReadonlyMap<string, number> = new Map([
  [PARTS.facts, 16 * MEGABYTE],
  [PARTS.curves, 256 * MEGABYTE],
  [PARTS.latencies, 64 * MEGABYTE],
  [PARTS.samples, 64 * MEGABYTE],
  // A character that the limit counts once takes up to three bytes.
  [PARTS.text, 3 * OWN_TEXT.bytes],
  [PARTS.sound, OWN_SOUND.most * SAMPLE_RATE],
  [PARTS.music, OWN_MUSIC.bytes],
  [PARTS.outcome, 64 * MEGABYTE],
  [PARTS.cells, 64 * MEGABYTE],
]);

/** Of a whole run file, unpacked. A larger file is not read at all. */
export const MOST_BYTES = 1024 * MEGABYTE;

export const runLimits: ZipLimits = {
  entries: 2000,
  bytes: MOST_BYTES,
  bytesOf: name => SIZES.get(name) ?? (WEIGHTS.test(name) ? MOST_BYTES : undefined),
};
