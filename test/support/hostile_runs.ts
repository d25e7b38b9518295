import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { readSafetensors, writeSafetensors } from '../../src/lab/export/safetensors';
import { writeRunFile } from '../../src/lab/runs/run_file';
import { runLimits } from '../../src/lab/runs/run_parts';
import { readDirectory } from '../../src/lab/runs/zip_directory';
import { madeUpRace } from './runs';

export const race = madeUpRace();
export const file = writeRunFile(race);
export const parts = unzipSync(file);
export const WEIGHTS = 'contenders/0/seed-1.safetensors';
export const OPTIMIZER = 'contenders/0/seed-1.optimizer.safetensors';

/** The file with other parts: undefined leaves one out. */
export function changed(by: Readonly<Record<string, Uint8Array | string | undefined>>): Uint8Array {
  const all: Zippable = {};
  for (const [name, own] of Object.entries({ ...parts, ...by }))
    if (own !== undefined) all[name] = typeof own === 'string' ? strToU8(own) : own;
  return zipSync(all);
}

function textOf(name: string): string {
  return strFromU8(parts[name] ?? new Uint8Array(0));
}

function facts(by: (facts: Record<string, unknown>) => unknown): Uint8Array {
  return changed({ 'run.json': JSON.stringify(by(JSON.parse(textOf('run.json')))) });
}

/** The file with these bytes at the first place of a signature, or of one after `skipped` others. */
function patched(signature: number, offset: number, ...bytes: number[]): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  let at = 0;
  while (view.getUint32(at, true) !== signature) at++;
  copy.set(bytes, at + offset);
  return copy;
}

function tensors(name: string, by: (file: ReturnType<typeof readSafetensors>) => ReturnType<typeof readSafetensors>) {
  return changed({ [name]: writeSafetensors(by(readSafetensors(parts[name] ?? new Uint8Array(0)))) });
}

/** The first tensor has one more key. */
function keyed(): Uint8Array {
  const bytes = parts[WEIGHTS] ?? new Uint8Array(0);
  const before = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = strFromU8(bytes.subarray(8, 8 + before)).replace('"dtype":', '"more":1,"dtype":');
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return changed({ [WEIGHTS]: Uint8Array.of(...length, ...strToU8(header), ...bytes.subarray(8 + before)) });
}

const bomb = new Uint8Array(17 * 2 ** 20);
const CENTRAL = 0x02014b50;

/** Broken and hostile files: what is wrong, the file, and what a reader says. */
export const hostile: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
  ['no zip', () => strToU8('call me ishmael'.repeat(10)), /no zip.*Choose a file that ends with \.unroll/],
  ['an empty file', () => new Uint8Array(0), /no zip/],
  ['a file without its end', () => file.subarray(0, file.length - 100), /its end is missing.*again/],
  ['a file whose list is cut off', () => file.slice(0, -22).subarray(0, -10), /is missing|cut off/],
  ['an empty zip', () => zipSync({}), /run\.json is missing/],
  ['a path out of its folder', () => changed({ '../run.json': 'x' }), /'\.\.\/run\.json'.*no part of a run/],
  ['an absolute path', () => changed({ '/etc/passwd': 'x' }), /no part of a run/],
  ['a name that nobody knows', () => changed({ 'virus.exe': 'x' }), /'virus\.exe'/],
  [
    'weights of a contender that the race does not have',
    () => changed({ 'contenders/5/seed-1.safetensors': parts[WEIGHTS] }),
    /belongs to none/,
  ],
  [
    'weights of a seed that the race does not have',
    () => changed({ 'contenders/0/seed-9.safetensors': parts[WEIGHTS] }),
    /belongs to none/,
  ],
  ['a part twice', () => twice(), /'run\.json' twice/],
  [
    'a bomb that says its size',
    () => changed({ 'run.json': bomb }),
    /run\.json takes 17 MB when it is unpacked; 16 MB are read/,
  ],
  ['a bomb that hides its size', () => hidden(), /larger than it claims|claims a wrong size/],
  [
    'parts that claim more bytes than they can give',
    () => patched(CENTRAL, 24, 255, 255, 255, 0),
    /claims a wrong size|smaller than it claims/,
  ],
  ['parts that share their bytes', () => overlapping(), /share their bytes|checksum|claims/],
  ['an encrypted part', () => patched(CENTRAL, 8, 1), /encrypted/],
  ['an unknown way to pack', () => patched(CENTRAL, 10, 12), /packed by method 12/],
  ['a part that lies behind the end', () => patched(CENTRAL, 42, 255, 255, 255, 127), /cut off/],
  ['a flipped bit', () => flipped(), /checksum of contenders\/0\/seed-1\.safetensors is wrong/],
  ['no run.json', () => changed({ 'run.json': undefined }), /run\.json is missing/],
  ['no curves', () => changed({ 'curves.csv': undefined }), /curves\.csv is missing/],
  [
    'a newer version',
    () => facts(own => ({ ...own, version: 4, more: 1 })),
    /A newer Unroll wrote it: it has version 4.*update/,
  ],
  [
    'a name that turns the letters after it around',
    () => facts(own => ({ ...own, name: 'a\u202eb' })),
    /^run\.json: name: A name cannot hold the invisible character U\+202E right-to-left override\. \w/,
  ],
  ['a name of nothing that can be seen', () => facts(own => ({ ...own, name: '\u200b\u200d' })), /U\+200B/],
  ['no version', () => facts(({ version: _, ...own }) => own), /run\.json: version/],
  ['another format', () => facts(own => ({ ...own, format: 'cat' })), /run\.json: format/],
  ['a key that nobody knows', () => facts(own => ({ ...own, more: 1 })), /more/],
  [
    'a tensor with a key that nobody knows',
    () => keyed(),
    /contenders\/0\/seed-1\.safetensors: '[\w.]+' has the unknown key 'more'/,
  ],
  ['a key twice', () => changed({ 'run.json': textOf('run.json').replace('{', '{"id":"00000000",') }), /twice/],
  [
    'a task that nobody knows',
    () => facts(own => ({ ...own, config: { ...race.config, task: { name: 'chess' } } })),
    /chess/,
  ],
  [
    'a mixer that nobody knows',
    () =>
      facts(own => ({
        ...own,
        config: { ...race.config, contenders: [{ name: 'X', d_model: 8, blocks: [{ mixer: 'x' }] }] },
      })),
    /mixer/,
  ],
  [
    'a huge model',
    () =>
      facts(own => ({
        ...own,
        config: { ...race.config, contenders: race.config.contenders.map(c => ({ ...c, d_model: 512 })) },
      })),
    /shape.*the model takes/,
  ],
  [
    'a contender too few',
    () =>
      facts(own => ({
        ...own,
        members: race.members.slice(1).map(({ status, goal, seconds }) => ({ status, goal, seconds })),
      })),
    /other contenders/,
  ],
  ['weights without a vocabulary', () => facts(own => ({ ...own, vocabulary: [] })), /no vocabulary/],
  ['weights alone', () => changed({ [OPTIMIZER]: undefined }), /belong together/],
  [
    'a tensor too few',
    () => tensors(WEIGHTS, ({ metadata, tensors }) => ({ metadata, tensors: new Map([...tensors].slice(1)) })),
    /has no tensor/,
  ],
  [
    'a tensor too many',
    () =>
      tensors(WEIGHTS, ({ metadata, tensors }) => ({
        metadata,
        tensors: new Map([...tensors, ['x', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]),
      })),
    /no parameter 'x'/,
  ],
  [
    'weights that are no numbers',
    () =>
      tensors(WEIGHTS, ({ metadata, tensors }) => ({
        metadata,
        tensors: new Map([...tensors].map(([name, own]) => [name, { ...own, data: own.data.map(() => Number.NaN) }])),
      })),
    /not finite/,
  ],
  [
    'negative second moments',
    () =>
      tensors(OPTIMIZER, ({ metadata, tensors }) => ({
        metadata,
        tensors: new Map([...tensors].map(([name, own]) => [name, { ...own, data: own.data.map(() => -1) }])),
      })),
    /negative second moment/,
  ],
  [
    'weights and moments of different steps',
    () => tensors(OPTIMIZER, ({ tensors }) => ({ tensors, metadata: new Map([['step', '4']]) })),
    /different steps/,
  ],
  ['safetensors cut short', () => changed({ [WEIGHTS]: parts[WEIGHTS]?.subarray(0, -4) }), /seed-1\.safetensors/],
  [
    'a curve with a gap',
    () => changed({ 'curves.csv': textOf('curves.csv').replace(/^0,1,4,.*\n/m, '') }),
    /LSTM, seed 1 has a gap/,
  ],
  [
    'a curve that ends before its weights',
    () => changed({ 'curves.csv': textOf('curves.csv').replace(/^0,1,10,.*\n/m, '') }),
    /ends before its weights/,
  ],
  [
    'a cell that is no number',
    () => changed({ 'curves.csv': textOf('curves.csv').replace(/^0,1,4,/m, '0,1,0x4,') }),
    /curves\.csv, line 5 has a cell that is no number/,
  ],
  [
    'a cell too few',
    () => changed({ 'curves.csv': textOf('curves.csv').replace(/^0,1,4,/m, '0,1,') }),
    /line 5 has 9 cells, not 10/,
  ],
  ['another header', () => changed({ 'curves.csv': textOf('curves.csv').replace('loss', 'gain') }), /line 1 must be/],
  ['a curve of a stranger', () => changed({ 'curves.csv': `${textOf('curves.csv')}7,1,1,,,,,,,\n` }), /does not have/],
  ['text that is not UTF-8', () => changed({ 'text.txt': Uint8Array.of(0xff, 0xfe, 0) }), /text\.txt is not UTF-8/],
  [
    'samples of other contenders',
    () => changed({ 'samples.json': JSON.stringify(race.samples.map(own => ({ ...own, written: [] }))) }),
    /a sample has other contenders/,
  ],
];

/** run.json twice, the second under a name of equal length that is patched. */
function twice(): Uint8Array {
  const bytes = zipSync({ 'run.json': strToU8('{}'), 'run.jsoN': strToU8('{}') });
  return Uint8Array.from(bytes, (byte, i) => (byte === 0x4e && bytes[i - 1] === 0x6f ? 0x6e : byte));
}

/** A bomb whose entry claims a tenth of its size. */
function hidden(): Uint8Array {
  const bytes = zipSync({ 'run.json': bomb });
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length - 4; at++)
    if (view.getUint32(at, true) === CENTRAL) view.setUint32(at + 24, 2 ** 20, true);
  return bytes;
}

/** The second entry points at the bytes of the first. */
function overlapping(): Uint8Array {
  const bytes = zipSync({ 'run.json': strToU8('{"a":1}'), 'curves.csv': strToU8('{"a":1}') }, { level: 0 });
  const view = new DataView(bytes.buffer);
  let seen = 0;
  for (let at = 0; at < bytes.length - 4; at++)
    if (view.getUint32(at, true) === CENTRAL && ++seen === 2) view.setUint32(at + 42, 0, true);
  return bytes;
}

function flipped(): Uint8Array {
  const entry = readDirectory(file, runLimits).find(({ name }) => name === WEIGHTS);
  const copy = file.slice();
  const at = (entry?.data.byteOffset ?? 0) - file.byteOffset + 2000;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
