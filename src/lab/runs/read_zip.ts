import { Inflate } from 'fflate';
import { crc32 } from './crc32';
import { RunFileError } from './run_file_error';
import { damaged, readDirectory, type ZipEntry, type ZipLimits } from './zip_directory';

/** Packed bytes that are inflated at once: they become 16 MB at most. */
const STEP = 16 * 1024;

/** The files of a zip by name, with their checksums checked. Inflating stops at the size that an entry claims. Throws RunFileError. */
export function readZip(bytes: Uint8Array, limits: ZipLimits): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of readDirectory(bytes, limits)) {
    const content = entry.deflated ? inflate(entry) : entry.data.slice();
    if (crc32(content) !== entry.crc) throw damaged(`the checksum of ${entry.name} is wrong`);
    files.set(entry.name, content);
  }
  return files;
}

function inflate({ name, size, data }: ZipEntry): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(size);
  let at = 0;
  const stream = new Inflate(chunk => {
    if (at + chunk.length > size) throw damaged(`${name} is larger than it claims`);
    content.set(chunk, at);
    at += chunk.length;
  });
  try {
    for (let from = 0; from === 0 || from < data.length; from += STEP)
      stream.push(data.subarray(from, from + STEP), from + STEP >= data.length);
  } catch (error) {
    if (error instanceof RunFileError) throw error;
    throw damaged(`${name} cannot be unpacked`);
  }
  if (at !== size) throw damaged(`${name} is smaller than it claims`);
  return content;
}
