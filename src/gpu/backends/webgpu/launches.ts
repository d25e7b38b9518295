import type { Counters } from '../../backend';
import { type Load, loadOf, type Part } from '../../cut';
import type { AnyKernel } from '../../kernel';
import type { Form } from './forms';
import type { Memories } from './memories';
import { packDims, partOffset, partWords, UNIFORM_STRIDE } from './uniforms';

/** A dispatch with its pipeline and bind group. */
export interface Launch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly kernel: AnyKernel;
  readonly dims: Readonly<Record<string, number>>;
  readonly load: Load;
  readonly uniforms: GPUBuffer;
  /** Where its Dims begin in `uniforms`, in bytes. */
  readonly offset: number;
}

/** Encodes all of a dispatch, or a part of it. */
export function encodeLaunch(device: GPUDevice, pass: GPUComputePassEncoder, launch: Launch, part?: Part): void {
  if (part) writePart(device, launch, part);
  pass.setPipeline(launch.pipeline);
  pass.setBindGroup(0, launch.bindGroup);
  pass.dispatchWorkgroups(...(part?.size ?? launch.load.grid));
}

/** Writes which part runs. The queue keeps writes and submits in order, so each part reads its own words. */
export function writePart(device: GPUDevice, { kernel, dims, uniforms, offset }: Launch, part?: Part): void {
  device.queue.writeBuffer(uniforms, offset + partOffset(kernel), partWords(kernel, dims, part));
}

/** The launches of a replay, and the one buffer that holds the Dims of all. */
export class Launches {
  readonly all: readonly Launch[];
  readonly #device: GPUDevice;
  readonly #memories: Memories;
  readonly #counters: Counters;
  readonly #uniforms: GPUBuffer;

  constructor(device: GPUDevice, memories: Memories, counters: Counters, forms: readonly Form[]) {
    this.#device = device;
    this.#memories = memories;
    this.#counters = counters;
    this.#uniforms = device.createBuffer({
      label: 'dims',
      size: Math.max(1, forms.length) * UNIFORM_STRIDE,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    counters.buffers++;
    counters.bytes += this.#uniforms.size;
    try {
      // A variant has its own grid, which its Dims hold.
      const chosen = forms.map(({ placed, kernel }) => ({ ...placed, dispatch: { ...placed.dispatch, kernel } }));
      device.queue.writeBuffer(this.#uniforms, 0, packDims(chosen));
      this.all = forms.map((form, index) => this.#launch(form, index));
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  destroy(): void {
    this.#counters.bytes -= this.#uniforms.size;
    this.#uniforms.destroy();
  }

  #launch({ placed, kernel, pipeline }: Form, index: number): Launch {
    this.#counters.bindGroups++;
    const { dims } = placed.dispatch;
    const bytes = Object.values(placed.views).reduce((sum, view) => sum + view.bytes, 0);
    const offset = index * UNIFORM_STRIDE;
    const bindings = Object.keys(kernel.buffers).map((name, order) => {
      const view = placed.views[name];
      if (!view) throw new Error(`${kernel.name}: a buffer has no place`);
      return { binding: order + 1, resource: this.#memories.binding(view) };
    });
    return {
      pipeline: pipeline.pipeline,
      kernel,
      dims,
      load: loadOf(kernel, dims, bytes),
      uniforms: this.#uniforms,
      offset,
      bindGroup: this.#device.createBindGroup({
        label: kernel.name,
        layout: pipeline.layout,
        entries: [{ binding: 0, resource: { buffer: this.#uniforms, offset, size: UNIFORM_STRIDE } }, ...bindings],
      }),
    };
  }
}
