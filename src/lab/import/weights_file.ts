import type { HostArray } from '../../gpu/dtype';
import { decodeFile } from '../export/file_dtype';
import { headerBytes, readHeader, type TensorEntry } from '../export/safetensors_header';
import { ImportError } from './import_error';

/** Bytes of a file, read piece by piece: a file of weights may fill half of the memory. */
export interface ByteSource {
  readonly size: number;
  /** A copy of its own of bytes begin..end - 1. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** An open safetensors file. Only the header is in memory. */
export interface WeightsFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** By name. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** The numbers of a tensor of the file, exactly. */
  read(entry: TensorEntry): Promise<HostArray>;
  /** Whether two tensors have the same shape, dtype, and bytes. */
  same(one: TensorEntry, other: TensorEntry): Promise<boolean>;
}

/** Bytes that are compared at once. */
const PIECE = 1 << 22;

/** Reads the header. Throws SafetensorsError. */
export async function openWeights(source: ByteSource): Promise<WeightsFile> {
  const length = headerBytes(await source.read(0, Math.min(8, source.size)), source.size);
  const start = 8 + length;
  const { metadata, entries } = readHeader(await source.read(8, start), source.size - start);
  return {
    metadata,
    tensors: new Map(entries.map(entry => [entry.name, entry])),
    async read({ dtype, begin, end }) {
      const { buffer } = await source.read(start + begin, start + end);
      return decodeFile(dtype, buffer);
    },
    async same(one, other) {
      if (one.dtype !== other.dtype || one.shape.join() !== other.shape.join()) return false;
      for (let at = 0; at < one.end - one.begin; at += PIECE) {
        const [a, b] = await Promise.all(
          [one, other].map(({ begin, end }) =>
            source.read(start + begin + at, start + Math.min(end, begin + at + PIECE)),
          ),
        );
        if (!a || !b || a.some((byte, i) => byte !== b[i])) return false;
      }
      return true;
    },
  };
}

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (begin, end) => new Uint8Array(bytes.subarray(begin, end)) };
}

export function bytesOfBlob(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(begin, end) {
      try {
        return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new ImportError(`The file can no longer be read (${why}). Drop it again.`);
      }
    },
  };
}
