import {
  type Backend,
  type Counters,
  type Memory,
  type PlacedDispatch,
  type Replay,
  type Room,
  type Stop,
  type View,
  wholeOf,
} from '../../backend';
import { cut, type Load, loadOf, millisecondsOf, shortestPart } from '../../cut';
import { boundBytes, type Dispatch } from '../../dispatch';
import { BYTES, type DType, type HostArray } from '../../dtype';
import { peakFlops, peakFma } from '../../kernels/peak/peak';
import type { VariantPreferences } from '../../variants';
import { Answers } from './answers';
import { adapterFacts, isSoftware } from './device';
import { Forms } from './forms';
import { encodeLaunch, Launches, writePart } from './launches';
import { Memories } from './memories';
import { SUBMIT_MILLISECONDS, startingRate, Throughput } from './throughput';

/** Dims of the kernel that calibration runs, and about what share of its speed kernels reach. */
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
  readonly #answers: Answers;
  readonly #software: boolean;
  readonly #memories: Memories;
  readonly #forms: Forms;
  readonly #throughput: Throughput;
  readonly #prepared = new Map<Replay, Launches>();

  /**
   * `preferences`: variants that a measurement of the machine chose, if not the defaults. `submitMilliseconds`: the most estimated
   * milliseconds of a submit. `most`: the most bytes of a memory, if less than the device binds.
   */
  constructor(
    device: GPUDevice,
    preferences: VariantPreferences = new Map(),
    submitMilliseconds = SUBMIT_MILLISECONDS,
    most = Number.POSITIVE_INFINITY,
  ) {
    this.#device = device;
    this.#answers = new Answers(device.queue);
    this.#software = isSoftware(device);
    this.#throughput = new Throughput(this.#software, submitMilliseconds);
    this.#memories = new Memories(device, this.#answers, this.counters, most);
    this.#forms = new Forms(this, device, adapterFacts(device), preferences, this.counters);
  }

  get room(): Room {
    return { each: this.#memories.most, all: ROOM[this.#software ? 'software' : 'hardware'] };
  }

  /** Longest measured submit so far, in milliseconds. */
  get longestSubmit(): number {
    return this.#throughput.longest;
  }

  allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    return this.#memories.allocate(label, dtype, bytes);
  }

  free(memory: Memory): void {
    this.#memories.free(memory);
  }

  write(to: View, values: HostArray): void {
    this.#memories.write(to, values);
  }

  read(from: View): Promise<HostArray> {
    return this.#memories.read(from);
  }

  async prepare(
    dispatches: readonly PlacedDispatch[],
    progress?: (done: number, total: number) => void,
  ): Promise<Replay> {
    const forms = await this.#forms.compile(dispatches, progress);
    const replay: Replay = { dispatches: dispatches.length };
    this.#prepared.set(replay, new Launches(this.#device, this.#memories, this.counters, forms));
    return replay;
  }

  release(replay: Replay): void {
    this.#prepared.get(replay)?.destroy();
    this.#prepared.delete(replay);
  }

  /**
   * Measures how the device answers, and how fast the adapter multiplies and adds, in some tens of milliseconds. Estimates start from
   * this.
   */
  async calibrate(): Promise<void> {
    await this.#answers.learn();
    const { dims, share } = this.#software ? SOFTWARE_PROBE : HARDWARE_PROBE;
    const memory = await this.allocate('calibration', 'f32', dims.invocations * BYTES.f32);
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
    const launches = replays.flatMap(replay => this.#prepared.get(replay)?.all ?? []);
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
        if (launch) encodeLaunch(this.#device, pass, launch, part);
      }
      pass.end();
      this.#device.queue.submit([encoder.finish()]);
      this.counters.submits++;
      this.#throughput.began(loads, submit, () => this.settled());
      for (const { index, part } of pieces) {
        const launch = launches[index];
        if (launch && part) writePart(this.#device, launch);
      }
    }
    for (const replay of replays) this.counters.dispatches += replay.dispatches;
    return true;
  }

  estimate(dispatches: readonly Dispatch[]): number {
    return this.#loadsOf(dispatches).reduce((sum, load) => sum + millisecondsOf(load, this.#throughput), 0);
  }

  longestPart(dispatches: readonly Dispatch[]): number {
    const rate = startingRate(this.#software);
    return this.#loadsOf(dispatches).reduce((most, load) => Math.max(most, shortestPart(load, rate)), 0);
  }

  #loadsOf(dispatches: readonly Dispatch[]): Load[] {
    return dispatches.map(dispatch => loadOf(this.#forms.choose(dispatch), dispatch.dims, boundBytes(dispatch)));
  }

  async settled(): Promise<void> {
    await this.#answers.to(this.#device.queue.onSubmittedWorkDone());
  }

  destroy(): void {
    for (const replay of [...this.#prepared.keys()]) this.release(replay);
    this.#memories.destroy();
    this.#device.destroy();
  }
}
