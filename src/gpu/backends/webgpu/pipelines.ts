import type { Counters } from '../../backend';
import type { Dispatch } from '../../dispatch';
import type { AnyKernel } from '../../kernel';
import { inParts, specialise } from '../../wgsl/compose';
import { sourceOf } from '../../wgsl/shader';
import { F16 } from './device';

/** A key that is the same for dispatches that share a pipeline. */
export function pipelineKey({ kernel, dims }: Pick<Dispatch, 'kernel' | 'dims'>): string {
  return `${kernel.name} ${JSON.stringify(kernel.constants?.(dims) ?? {})}`;
}

export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Its shader has a form without subgroups, and this is the form with them. */
  readonly subgroups: boolean;
}

/** Compiled kernels of a device, one per kernel and set of constants. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #counters: Counters;
  readonly #cache = new Map<string, Promise<Pipeline>>();
  #subgroups: boolean;

  /** `subgroups`: shaders that have a form with subgroups run it. */
  constructor(device: GPUDevice, counters: Counters, subgroups = false) {
    this.#device = device;
    this.#counters = counters;
    this.#subgroups = subgroups;
  }

  get subgroups(): boolean {
    return this.#subgroups;
  }

  /** From now on all shaders run without subgroups that can. */
  withoutSubgroups(): void {
    this.#subgroups = false;
    this.#cache.clear();
  }

  /** Pipelines in the order of the dispatches. New ones compile at the same time; `progress` first gets 0 and their number. */
  async compile(
    dispatches: readonly Dispatch[],
    progress?: (done: number, total: number) => void,
  ): Promise<Pipeline[]> {
    const wanted = dispatches.map(dispatch => {
      const { kernel, dims } = dispatch;
      return { kernel, constants: kernel.constants?.(dims) ?? {}, key: pipelineKey(dispatch) };
    });
    const total = new Set(wanted.map(({ key }) => key).filter(key => !this.#cache.has(key))).size;
    let done = 0;
    progress?.(done, total);
    return Promise.all(
      wanted.map(({ kernel, constants, key }) => {
        const known = this.#cache.get(key);
        if (known) return known;
        const made = this.#compile(kernel, constants);
        this.#cache.set(key, made);
        void made.then(
          () => progress?.(++done, total),
          () => this.#cache.delete(key),
        );
        return made;
      }),
    );
  }

  async #compile(kernel: AnyKernel, constants: Readonly<Record<string, number>>): Promise<Pipeline> {
    if (kernel.halves && !this.#device.features.has(F16))
      throw new Error(`${kernel.name} reads f16, for which this device has no '${F16}'`);
    this.#counters.pipelines++;
    const source = sourceOf(kernel, this.#subgroups);
    const subgroups = source !== sourceOf(kernel);
    const code = inParts(specialise(source, constants));
    const module = this.#device.createShaderModule({
      label: kernel.name,
      code: kernel.halves ? `enable f16;\n${code}` : code,
    });
    const layout = this.#device.createBindGroupLayout({
      label: kernel.name,
      entries: [
        { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' } },
        ...Object.values(kernel.buffers).map((use, order) => ({
          binding: order + 1,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: use === 'read' ? ('read-only-storage' as const) : ('storage' as const) },
        })),
      ],
    });
    const pipeline = await this.#device.createComputePipelineAsync({
      label: kernel.name,
      layout: this.#device.createPipelineLayout({ label: kernel.name, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
    return { pipeline, layout, subgroups };
  }
}
