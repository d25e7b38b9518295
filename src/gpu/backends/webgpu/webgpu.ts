import {
  type Backend,
  type Counters,
  type HostArray,
  type Memory,
  MemoryError,
  type PlacedDispatch,
  type Replay,
  type Room,
  type Stop,
  type View,
  wholeOf,
} from '../../backend';
import { cut, type Load, loadOf, millisecondsOf, type Part, shortestPart } from '../../cut';
import type { Dispatch } from '../../dispatch';
import type { AdapterFacts, AnyKernel } from '../../kernel';
import { peakFlops, peakFma } from '../../kernels/peak/peak';
import { type ElementType, sizeOf } from '../../tensor';
import { together } from '../../together';
import { agreesWithTwin } from '../../variant_check';
import { chooseVariant, type Preferences } from '../../variants';
import { adapterFacts } from './device';
import { type Pipeline, PipelineCache, pipelineKey } from './pipelines';
import { StagingPool } from './staging';
import { SUBMIT_MILLISECONDS, startingRate, Throughput } from './throughput';
import { packDims, partOffset, partWords, UNIFORM_STRIDE } from './uniforms';

/** A dispatch and the form of its kernel that was chosen for it. */
interface Form {
  readonly placed: PlacedDispatch;
  readonly kernel: AnyKernel;
  readonly pipeline: Pipeline;
}

interface Launch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly kernel: AnyKernel;
  readonly dims: Readonly<Record<string, number>>;
  readonly load: Load;
  readonly uniforms: GPUBuffer;
  /** Of its Dims in `uniforms`, in bytes. */
  readonly offset: number;
}

interface Prepared {
  readonly dispatches: readonly PlacedDispatch[];
  readonly uniforms: GPUBuffer;
  launches: readonly Launch[];
}

/** Bindings of `array<vec4f>` need whole vec4s. */
const VEC4_BYTES = 16;

/** Multiply-adds that a probe does, and what share of its speed kernels reach, about. */
const probe = { invocations: 65536, scale: 0.999, shift: 0.001, chains: 2 };
const SOFTWARE_PROBE = { dims: { ...probe, iterations: 32 }, share: 1 / 4 };
const HARDWARE_PROBE = { dims: { ...probe, iterations: 1024 }, share: 1 / 10 };

/** Bytes of all memories together. The memory of a software adapter is the machine's own. */
const ROOM = { software: 4 * 2 ** 30, hardware: 16 * 2 ** 30 } as const;

/** Runs kernels on a WebGPU device. */
export class WebGpuBackend implements Backend {
  readonly kind = 'webgpu';
  readonly counters: Counters = { buffers: 0, bindGroups: 0, pipelines: 0, submits: 0, dispatches: 0, bytes: 0 };
  readonly #device: GPUDevice;
  readonly #buffers = new Map<Memory, GPUBuffer>();
  readonly #prepared = new Map<Replay, Prepared>();
  readonly #pipelines: PipelineCache;
  readonly #staging: StagingPool;
  readonly #facts: AdapterFacts;
  readonly #preferences: Preferences;
  readonly #checks = new Map<string, Promise<void>>();
  readonly #distrusted = new Set<string>();
  readonly #throughput: Throughput;

  /**
   * `preferences`: variants that calibration chose, where they differ from the defaults. `submitMilliseconds`: estimated, of a submit
   * at most.
   */
  constructor(device: GPUDevice, preferences: Preferences = new Map(), submitMilliseconds = SUBMIT_MILLISECONDS) {
    this.#device = device;
    this.#facts = adapterFacts(device);
    this.#throughput = new Throughput(this.#facts, submitMilliseconds);
    this.#preferences = preferences;
    this.#pipelines = new PipelineCache(device, this.counters);
    this.#staging = new StagingPool(device, this.counters);
  }

  get room(): Room {
    return {
      each: this.#device.limits.maxStorageBufferBindingSize,
      all: ROOM[this.software ? 'software' : 'hardware'],
    };
  }

  /** Longest measured submit so far, in milliseconds. */
  get longestSubmit(): number {
    return this.#throughput.longest;
  }

  get software(): boolean {
    return this.#facts.software;
  }

  async allocate(label: string, type: ElementType, elements: number): Promise<Memory> {
    const size = Math.max(VEC4_BYTES, Math.ceil((elements * 4) / VEC4_BYTES) * VEC4_BYTES);
    const limit = this.#device.limits.maxStorageBufferBindingSize;
    if (size > limit) {
      throw new MemoryError(
        `'${label}' needs ${megabytes(size)}, this device binds at most ${megabytes(limit)}. ${SMALLER}`,
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
    this.counters.buffers++;
    this.counters.bytes += size;
    return memory;
  }

  free(memory: Memory): void {
    const buffer = this.#buffers.get(memory);
    if (!buffer) return;
    this.counters.bytes -= buffer.size;
    buffer.destroy();
    this.#buffers.delete(memory);
  }

  write(memory: Memory, values: HostArray, offset = 0): void {
    const exact = values instanceof Float64Array ? Float32Array.from(values) : values;
    this.#device.queue.writeBuffer(this.#of(memory), offset * 4, exact.buffer, exact.byteOffset, exact.byteLength);
  }

  async read(memory: Memory, offset = 0, elements = memory.elements - offset): Promise<HostArray> {
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

  async prepare(
    dispatches: readonly PlacedDispatch[],
    progress?: (done: number, total: number) => void,
  ): Promise<Replay> {
    const forms = await this.#compile(dispatches, true, progress);
    const uniforms = this.#device.createBuffer({
      label: 'dims',
      size: Math.max(1, dispatches.length) * UNIFORM_STRIDE,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.counters.buffers++;
    this.counters.bytes += uniforms.size;
    const replay: Replay = { dispatches: dispatches.length };
    const prepared: Prepared = { dispatches, uniforms, launches: [] };
    this.#prepared.set(replay, prepared);
    try {
      this.#writeDims(uniforms, forms);
      prepared.launches = forms.map((form, index) => this.#launch(form, uniforms, index));
    } catch (error) {
      this.release(replay);
      throw error;
    }
    return replay;
  }

  async warm(replay: Replay): Promise<void> {
    await this.#compile(this.#prepared.get(replay)?.dispatches ?? [], false);
  }

  async speedUp(replay: Replay): Promise<void> {
    const prepared = this.#prepared.get(replay);
    if (!prepared) return;
    const forms = await this.#compile(prepared.dispatches, false);
    // The grid of a variant is another.
    this.#writeDims(prepared.uniforms, forms);
    prepared.launches = prepared.launches.map((launch, index) => {
      const form = forms[index];
      return !form || form.pipeline.pipeline === launch.pipeline
        ? launch
        : this.#launch(form, prepared.uniforms, index);
    });
  }

  release(replay: Replay): void {
    const prepared = this.#prepared.get(replay);
    if (!prepared) return;
    this.counters.bytes -= prepared.uniforms.size;
    prepared.uniforms.destroy();
    this.#prepared.delete(replay);
  }

  /** Measures how fast the adapter multiplies and adds, in some tens of milliseconds: estimates follow from it until more is known. */
  async calibrate(): Promise<void> {
    const { dims, share } = this.software ? SOFTWARE_PROBE : HARDWARE_PROBE;
    const memory = await this.allocate('calibration', 'f32', dims.invocations);
    const dispatch: Dispatch = { kernel: peakFma, buffers: {}, dims };
    const replay = await this.prepare([{ dispatch, views: { sums: wholeOf(memory) }, accumulate: 0 }]);
    let shortest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 2; round++) {
      const started = performance.now();
      await this.submit([replay]);
      await this.settled();
      shortest = Math.min(shortest, performance.now() - started);
    }
    this.release(replay);
    this.free(memory);
    this.#throughput.calibrate((share * peakFlops(dims)) / 2 / Math.max(shortest, 0.1));
  }

  async submit(replays: readonly Replay[], stop?: Stop, committed = 0): Promise<boolean> {
    const launches = replays.flatMap(replay => this.#prepared.get(replay)?.launches ?? []);
    const stoppable = replays.slice(0, replays.length - committed).reduce((sum, { dispatches }) => sum + dispatches, 0);
    const loads = launches.map(({ load }) => load);
    for (const submit of cut(loads, this.#throughput)) {
      const { pieces } = submit;
      const room = this.#throughput.room(submit.milliseconds);
      if (room) await room;
      if (stop?.aborted && (pieces[0]?.index ?? 0) < stoppable) return false;
      const encoder = this.#device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const { index, part } of pieces) {
        const launch = launches[index];
        if (launch) this.#encode(pass, launch, part);
      }
      pass.end();
      this.#device.queue.submit([encoder.finish()]);
      this.counters.submits++;
      this.#throughput.began(loads, submit, () => this.#device.queue.onSubmittedWorkDone());
      for (const { index, part } of pieces) {
        const launch = launches[index];
        if (launch && part) this.#writePart(launch);
      }
    }
    for (const replay of replays) this.counters.dispatches += replay.dispatches;
    return true;
  }

  estimate(dispatches: readonly Dispatch[]): number {
    return this.#loadsOf(dispatches).reduce((sum, load) => sum + millisecondsOf(load, this.#throughput), 0);
  }

  longestPart(dispatches: readonly Dispatch[]): number {
    const rate = startingRate(this.#facts);
    return this.#loadsOf(dispatches).reduce((most, load) => Math.max(most, shortestPart(load, rate)), 0);
  }

  #loadsOf(dispatches: readonly Dispatch[]): Load[] {
    return dispatches.map(({ kernel, dims, buffers }) => {
      const chosen = chooseVariant(kernel, dims, this.#facts, this.#preferences, this.#distrusted);
      const elements = Object.values(buffers).reduce((all, { shape }) => all + sizeOf(shape), 0);
      return loadOf(chosen, dims, elements);
    });
  }

  async settled(): Promise<void> {
    await this.#device.queue.onSubmittedWorkDone();
  }

  destroy(): void {
    for (const memory of [...this.#buffers.keys()]) this.free(memory);
    for (const replay of [...this.#prepared.keys()]) this.release(replay);
    this.#staging.destroy();
    this.#device.destroy();
  }

  #writeDims(uniforms: GPUBuffer, forms: readonly Form[]): void {
    const chosen = forms.map(({ placed, kernel }) => ({ ...placed, dispatch: { ...placed.dispatch, kernel } }));
    this.#device.queue.writeBuffer(uniforms, 0, packDims(chosen));
  }

  /** What is written to the queue comes between the submits before and after it, so every part finds its own. */
  #writePart({ kernel, dims, uniforms, offset }: Launch, part?: Part): void {
    this.#device.queue.writeBuffer(uniforms, offset + partOffset(kernel), partWords(kernel, dims, part));
  }

  #encode(pass: GPUComputePassEncoder, launch: Launch, part: Part | undefined): void {
    if (part) this.#writePart(launch, part);
    pass.setPipeline(launch.pipeline);
    pass.setBindGroup(0, launch.bindGroup);
    pass.dispatchWorkgroups(...(part?.size ?? launch.load.grid));
  }

  #launch({ placed, kernel, pipeline }: Form, uniforms: GPUBuffer, index: number): Launch {
    this.counters.bindGroups++;
    const { dims } = placed.dispatch;
    const elements = Object.values(placed.views).reduce((sum, view) => sum + view.elements, 0);
    return {
      pipeline: pipeline.pipeline,
      kernel,
      dims,
      load: loadOf(kernel, dims, elements),
      uniforms,
      offset: index * UNIFORM_STRIDE,
      bindGroup: this.#device.createBindGroup({
        label: kernel.name,
        layout: pipeline.layout,
        entries: [
          { binding: 0, resource: { buffer: uniforms, offset: index * UNIFORM_STRIDE, size: UNIFORM_STRIDE } },
          ...Object.keys(kernel.buffers).map((name, order) => ({
            binding: order + 1,
            resource: this.#binding(placed.views[name], kernel.name),
          })),
        ],
      }),
    };
  }

  /** Chooses variants and compiles; again where one that was chosen turns out not to do on this device what its twin does. */
  async #compile(
    placed: readonly PlacedDispatch[],
    quick: boolean,
    progress?: (done: number, total: number) => void,
  ): Promise<Form[]> {
    const dispatches = placed.map(({ dispatch }) => {
      const { kernel, dims } = dispatch;
      const chosen = chooseVariant(kernel, dims, this.#facts, this.#preferences, this.#distrusted, quick);
      return { ...dispatch, kernel: chosen };
    });
    const pipelines = await this.#pipelines.compile(dispatches, progress);
    const variants = dispatches.filter(({ kernel }, index) => kernel !== placed[index]?.dispatch.kernel);
    await together(variants.map(variant => this.#check(variant)));
    if (variants.some(({ kernel }) => this.#distrusted.has(kernel.name))) return this.#compile(placed, quick, progress);
    return placed.map((each, index): Form => {
      const pipeline = pipelines[index];
      const kernel = dispatches[index]?.kernel;
      if (!pipeline || !kernel) throw new Error(`${each.dispatch.kernel.name} has no pipeline`);
      return { placed: each, kernel, pipeline };
    });
  }

  /** Once a pipeline and device. */
  #check(variant: Dispatch): Promise<void> {
    const key = pipelineKey(variant);
    const known = this.#checks.get(key);
    if (known) return known;
    const check = agreesWithTwin(this, variant.kernel, variant.dims).then(agrees => {
      if (!agrees) this.#distrusted.add(variant.kernel.name);
    });
    this.#checks.set(key, check);
    void check.catch(() => this.#checks.delete(key));
    return check;
  }

  #of(memory: Memory): GPUBuffer {
    const buffer = this.#buffers.get(memory);
    if (!buffer) throw new MemoryError(`'${memory.label}' was freed`);
    return buffer;
  }

  #binding(view: View | undefined, kernel: string): GPUBufferBinding {
    if (!view) throw new Error(`${kernel}: a buffer has no place`);
    const size = Math.ceil((view.elements * 4) / VEC4_BYTES) * VEC4_BYTES;
    return { buffer: this.#of(view.memory), offset: view.offset * 4, size: Math.max(size, VEC4_BYTES) };
  }
}

const SMALLER = 'Use a smaller batch, length, or width.';

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
