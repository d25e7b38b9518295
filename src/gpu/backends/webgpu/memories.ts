import { type Counters, type HostArray, type Memory, MemoryError, type View } from '../../backend';
import type { ElementType } from '../../tensor';
import { StagingPool } from './staging';

/** Bindings of `array<vec4f>` need whole vec4s. */
const VEC4_BYTES = 16;

const SMALLER = 'Use a smaller batch, length, or width.';

/** The memories of a device: a buffer each. */
export class Memories {
  readonly #device: GPUDevice;
  readonly #counters: Counters;
  readonly #buffers = new Map<Memory, GPUBuffer>();
  readonly #staging: StagingPool;

  constructor(device: GPUDevice, counters: Counters) {
    this.#device = device;
    this.#counters = counters;
    this.#staging = new StagingPool(device, counters);
  }

  /** Bytes of one memory, at most. */
  get most(): number {
    return this.#device.limits.maxStorageBufferBindingSize;
  }

  /** Zero-filled. Throws MemoryError. */
  async allocate(label: string, type: ElementType, elements: number): Promise<Memory> {
    const size = wholeVectors(elements * 4);
    if (size > this.most) {
      throw new MemoryError(
        `'${label}' needs ${megabytes(size)}, this device binds at most ${megabytes(this.most)}. ${SMALLER}`,
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
      throw new MemoryError(`the device has no room for '${label}' (${megabytes(size)}). ${SMALLER}`);
    }
    const memory: Memory = { label, type, elements };
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

  write(memory: Memory, values: HostArray, offset: number): void {
    const exact = values instanceof Float64Array ? Float32Array.from(values) : values;
    this.#device.queue.writeBuffer(this.#of(memory), offset * 4, exact.buffer, exact.byteOffset, exact.byteLength);
  }

  async read(memory: Memory, offset: number, elements: number): Promise<HostArray> {
    const bytes = await this.#staging.read(this.#of(memory), offset * 4, elements * 4);
    return memory.type === 'i32' ? new Int32Array(bytes) : new Float32Array(bytes);
  }

  copy(from: View, to: View): void {
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(
      this.#of(from.memory),
      from.offset * 4,
      this.#of(to.memory),
      to.offset * 4,
      from.elements * 4,
    );
    this.#device.queue.submit([encoder.finish()]);
  }

  binding({ memory, offset, elements }: View): GPUBufferBinding {
    return { buffer: this.#of(memory), offset: offset * 4, size: wholeVectors(elements * 4) };
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

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
