import type { Counters } from '../../backend';
import type { Answers } from './answers';

/** Mappable buffers for reading back. They are kept and used again, so that a step makes none once they are there. */
export class StagingPool {
  readonly #device: GPUDevice;
  readonly #answers: Answers;
  readonly #counters: Counters;
  readonly #idle: GPUBuffer[] = [];

  constructor(device: GPUDevice, answers: Answers, counters: Counters) {
    this.#device = device;
    this.#answers = answers;
    this.#counters = counters;
  }

  /** Copies bytes of `source` to the host. Rejects when the device is lost. */
  async read(source: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer> {
    // WebGPU copies in units of four bytes.
    const whole = Math.ceil(bytes / 4) * 4;
    const staging = this.#take(whole);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, offset, staging, 0, whole);
    this.#device.queue.submit([encoder.finish()]);
    await this.#answers.to(staging.mapAsync(GPUMapMode.READ, 0, whole));
    const copy = staging.getMappedRange(0, whole).slice(0, bytes);
    staging.unmap();
    this.#idle.push(staging);
    return copy;
  }

  destroy(): void {
    for (const buffer of this.#idle) buffer.destroy();
    this.#idle.length = 0;
  }

  #take(bytes: number): GPUBuffer {
    const index = this.#idle.findIndex(buffer => buffer.size >= bytes);
    const found = index >= 0 ? this.#idle.splice(index, 1)[0] : undefined;
    if (found) return found;
    this.#counters.buffers++;
    return this.#device.createBuffer({
      label: 'staging',
      size: Math.max(256, Math.ceil(bytes / 256) * 256),
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }
}
