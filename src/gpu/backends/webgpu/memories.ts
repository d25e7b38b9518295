import { type Counters, type Memory, MemoryError, type View } from '../../backend';
import { type DType, decode, encode, type HostArray } from '../../dtype';
import { SMALLER, sizeWords } from '../../room';
import type { Answers } from './answers';
import { StagingPool } from './staging';

/** Bindings of `array<vec4f>` need whole vec4s. */
const VEC4_BYTES = 16;

/** The memories of a device, each a buffer. */
export class Memories {
  readonly #device: GPUDevice;
  readonly #counters: Counters;
  readonly #buffers = new Map<Memory, GPUBuffer>();
  readonly #staging: StagingPool;

  /** The most bytes of one memory. */
  readonly most: number;

  /** `most`: a limit on the bytes of a memory, besides those of the device. */
  constructor(device: GPUDevice, answers: Answers, counters: Counters, most: number) {
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    this.most = Math.min(most, maxStorageBufferBindingSize, maxBufferSize);
    this.#device = device;
    this.#counters = counters;
    this.#staging = new StagingPool(device, answers, counters);
  }

  /** Zero-filled. Throws MemoryError. */
  async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    if (dtype === 'f64') throw new MemoryError(`'${label}' is f64, which WebGPU does not have. Use f32.`);
    const size = wholeVectors(bytes);
    if (size > this.most) {
      throw new MemoryError(
        `'${label}' needs ${sizeWords(size)}, this device binds at most ${sizeWords(this.most)}. ${SMALLER}`,
      );
    }
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({
      label,
      size,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const error = await this.#device.popErrorScope();
    if (error) {
      buffer.destroy();
      throw new MemoryError(`the device has no room for '${label}' (${sizeWords(size)}). ${SMALLER}`);
    }
    const memory: Memory = { label, dtype, bytes };
    this.#buffers.set(memory, buffer);
    this.#counters.buffers++;
    this.#counters.bytes += size;
    return memory;
  }

  free(memory: Memory): void {
    const buffer = this.#buffers.get(memory);
    if (!buffer) return;
    this.#counters.bytes -= buffer.size;
    buffer.destroy();
    this.#buffers.delete(memory);
  }

  /** Throws RangeError for an odd number of f16 that does not fill the view: WebGPU writes in units of four bytes. */
  write({ memory, offset, bytes }: View, values: HostArray): void {
    const exact = encode(memory.dtype, values);
    const isOdd = exact.byteLength % 4 !== 0;
    if (isOdd && exact.byteLength < bytes)
      throw new RangeError(`'${memory.label}' takes an even number of f16, not ${values.length}`);
    const whole = isOdd ? Uint16Array.of(...exact, 0) : exact;
    this.#device.queue.writeBuffer(this.#of(memory), offset, whole.buffer, whole.byteOffset, whole.byteLength);
  }

  async read({ memory, offset, bytes }: View): Promise<HostArray> {
    return decode(memory.dtype, await this.#staging.read(this.#of(memory), offset, bytes));
  }

  binding({ memory, offset, bytes }: View): GPUBufferBinding {
    return { buffer: this.#of(memory), offset, size: wholeVectors(bytes) };
  }

  destroy(): void {
    for (const memory of [...this.#buffers.keys()]) this.free(memory);
    this.#staging.destroy();
  }

  #of(memory: Memory): GPUBuffer {
    const buffer = this.#buffers.get(memory);
    if (!buffer) throw new MemoryError(`'${memory.label}' was freed`);
    return buffer;
  }
}

function wholeVectors(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / VEC4_BYTES)) * VEC4_BYTES;
}
