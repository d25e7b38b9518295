import type { Backend } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import type { HostArray } from '../../gpu/dtype';
import { hearMessages } from '../../gpu/hear_messages';
import type { AnyKernel } from '../../gpu/kernel';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { ViewsCall } from '../../models/engine';
import { engineOf } from '../../models/engines';
import type { RecordedLayer } from '../../models/language_model';
import type { Model } from '../../models/model';
import type { BlockView } from '../../models/view';
import { keepAll } from '../recording/keep';
import { Recording } from '../recording/recording';

interface Kept {
  readonly tokens: Tensor;
  readonly first: Tensor;
  readonly logits: Tensor;
  /** The residual stream that the first block reads. */
  readonly embedded: Tensor;
  readonly layers: readonly RecordedLayer[];
}

/**
 * One sequence of L tokens through a model, by the form that trains. Its own recording, beside training, keeps every tensor.
 */
export class KeptForward {
  readonly #model: Model;
  readonly #plan: Plan;
  readonly #kept: Kept;
  readonly L: number;

  private constructor(model: Model, plan: Plan, kept: Kept, L: number) {
    this.#model = model;
    this.#plan = plan;
    this.#kept = kept;
    this.L = L;
  }

  /** Reads the parameters in place, so it follows their training. Throws MemoryError. */
  static async make(backend: Backend, model: Model, parameters: ParameterArena, L: number): Promise<KeptForward> {
    const recording = recordKept(model, L);
    return new KeptForward(model, await recording.plan(backend, [parameters]), recording.tensors, L);
  }

  /** Logits (L, V) of tokens (L); the first token is at position `first`. Throws the signal's reason once it is aborted. */
  async run(tokens: Int32Array, first = 0, signal?: AbortSignal): Promise<HostArray> {
    this.#plan.write(this.#kept.tokens, tokens);
    // Absent if no block uses absolute positions.
    if (this.#plan.has(this.#kept.first)) this.#plan.write(this.#kept.first, Int32Array.of(first, 0, 0, 0));
    await this.#plan.run(['forward'], 1, signal);
    signal?.throwIfAborted();
    return this.#plan.read(this.#kept.logits);
  }

  /** Views of each block, from the latest run. */
  async views(): Promise<(readonly BlockView[])[]> {
    const all: (readonly BlockView[])[] = [];
    for (const [block, { mixer }] of this.#model.blocks.entries()) {
      all.push((await engineOf(mixer).views?.(this.viewsCall(block))) ?? []);
      // Views are computed on this thread, and a large model has many.
      await hearMessages();
    }
    return all;
  }

  /** Views of a block's mixer. */
  viewsCall(block: number): ViewsCall<unknown> {
    const { mixer } = this.#model.blocks[block] ?? {};
    const recorded = this.#kept.layers.find(layer => layer.block === block && layer.bound.layer === mixer);
    if (!recorded) throw new RangeError(`there is no block ${block}`);
    const { call, forward: dispatches } = recorded;
    return {
      config: call.config,
      L: this.L,
      D: call.D,
      x: () => this.#plan.read(call.x.data),
      parameter: name => this.#plan.read(call.parameter(name).data),
      kept: (kernel, buffer) => this.#plan.read(bufferOf(dispatches, kernel, buffer)),
    };
  }

  /** Root mean squares by token, (L) each, from the latest run: of the residual stream, and of what each layer added to it. */
  async stream(): Promise<StreamFigures> {
    const { D } = this.#kept.layers[0]?.call ?? { D: this.#model.config.d_model };
    const { embedded, layers } = this.#kept;
    const first = await this.#plan.read(embedded);
    let before = first;
    const found: StreamFigures['layers'][number][] = [];
    for (const { call, output } of layers) {
      const after = await this.#plan.read(output.data);
      const added = call.residual ? after.map((value, i) => value - (before[i] ?? 0)) : after;
      found.push({ stream: rowRms(after, D), added: rowRms(added, D) });
      before = after;
    }
    return { embedded: rowRms(first, D), layers: found };
  }

  destroy(): void {
    this.#plan.destroy();
  }
}

/** (L) each. */
export interface StreamFigures {
  /** Before the first block. */
  readonly embedded: Float32Array;
  /** Of all layers, first to last. */
  readonly layers: readonly { readonly stream: Float32Array; readonly added: Float32Array }[];
}

/** values (L, D) -> (L), root mean squares. */
export function rowRms(values: HostArray, D: number): Float32Array {
  const squares = new Float64Array(values.length / D);
  values.forEach((value, i) => {
    const row = Math.floor(i / D);
    squares[row] = (squares[row] ?? 0) + value * value;
  });
  return Float32Array.from(squares, sum => Math.sqrt(sum / D));
}

export function recordKept(model: Model, L: number): Recording<'forward', Kept> {
  return new Recording(model, { B: 1, L }, { trains: true }, recorder => {
    const tokens = recorder.tokens();
    const first = recorder.firstPosition();
    const embedded = recorder.embed(tokens);
    const { data: logits } = recorder.language.head(recorder.blocks(embedded, first));
    const { layers } = recorder;
    const tensors = { tokens, first, logits, embedded: embedded.data, layers };
    return { lists: { forward: keepAll(recorder.take()) }, tensors };
  });
}

function bufferOf(dispatches: readonly Dispatch[], kernel: AnyKernel, buffer: string): Tensor {
  const [found, another] = dispatches.filter(dispatch => dispatch.kernel === kernel);
  const tensor = found?.buffers[buffer];
  if (!tensor || another) throw new Error(`'${kernel.name}' did not run once with a buffer '${buffer}'`);
  return tensor;
}
