import { quoted } from '../../quoted';
import { RunFileError } from './run_file_error';

/** A file in a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  /** As the zip claims. */
  readonly size: number;
  readonly data: Uint8Array;
}

/** What a zip may hold. */
export interface ZipLimits {
  readonly entries: number;
  /** Of all entries, inflated. */
  readonly bytes: number;
  /** The most bytes of a name's entry, inflated; undefined: no such entry belongs there. */
  readonly bytesOf: (name: string) => number | undefined;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** A deflated byte gives at most so many. */
const MOST_RATIO = 1032;

export const AGAIN = 'Download or copy the file again.';

/**
 * The entries of a zip, not yet inflated (APPNOTE.TXT 6.3.10, without zip64, encryption, and parts). Names outside the limits,
 * names twice, sizes beyond the limits, and entries that overlap are refused. Throws RunFileError.
 */
export function readDirectory(bytes: Uint8Array, limits: ZipLimits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const [count, size, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (view.getUint16(end + 8, true) !== count || start + size > end) throw damaged('its list of files is cut off');
  if (count > limits.entries)
    throw new RunFileError(`It holds ${count} files; a run has at most ${limits.entries}. Choose another file.`);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const used: { readonly from: number; readonly to: number }[] = [];
  let total = 0;
  for (let at = start, i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged('its list of files is cut off');
    const [nameLength, extra, comment] = [28, 30, 32].map(offset => view.getUint16(at + offset, true));
    const next = at + 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (next > end) throw damaged('its list of files is cut off');
    const name = textOf(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    const most = limits.bytesOf(name);
    if (most === undefined)
      throw new RunFileError(`It holds ${quoted(name)}, which is no part of a run. Choose another file.`);
    if (names.has(name)) throw new RunFileError(`It holds ${quoted(name)} twice. ${AGAIN}`);
    names.add(name);
    const entry = entryAt(bytes, view, at, name);
    total += entry.size;
    if (entry.size > most || total > limits.bytes)
      throw new RunFileError(
        `${name} takes ${megabytes(entry.size)} when it is unpacked; ${megabytes(Math.min(most, limits.bytes))} are read. Choose another file.`,
      );
    const from = entry.data.byteOffset - bytes.byteOffset;
    used.push({ from, to: from + entry.data.byteLength });
    entries.push(entry);
    at = next;
  }
  used.sort((a, b) => a.from - b.from);
  if (used.some(({ from }, i) => from < (used[i - 1]?.to ?? 0))) throw damaged('two of its files share their bytes');
  return entries;
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, name: string): ZipEntry {
  const [flags = 0, method = 0] = [8, 10].map(offset => view.getUint16(at + offset, true));
  const [crc = 0, packed = 0, size = 0] = [16, 20, 24].map(offset => view.getUint32(at + offset, true));
  const local = view.getUint32(at + 42, true);
  if (flags & 1) throw new RunFileError(`${name} is encrypted. Pack the run without a password.`);
  if (method !== 0 && method !== 8)
    throw new RunFileError(`${name} is packed by method ${method}; pack the run with deflate, or without compression.`);
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw damaged(`${name} is cut off`);
  const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packed > bytes.length) throw damaged(`${name} is cut off`);
  if (size > packed * MOST_RATIO || (method === 0 && size !== packed)) throw damaged(`${name} claims a wrong size`);
  return { name, deflated: method === 8, crc, size, data: bytes.subarray(begin, begin + packed) };
}

function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  const isZip = view.byteLength >= 4 && view.getUint32(0, true) === LOCAL;
  throw isZip
    ? damaged('its end is missing')
    : new RunFileError('It is no zip, so it is no run. Choose a file that ends with .unroll.');
}

export function damaged(why: string): RunFileError {
  return new RunFileError(`It is damaged: ${why}. ${AGAIN}`);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
