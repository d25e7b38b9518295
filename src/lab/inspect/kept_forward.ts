import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Backend, HostArray } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import type { AnyKernel } from '../../gpu/kernel';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { ForwardCall, ViewsCall } from '../../models/engine';
import { engineOf } from '../../models/engines';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import type { View } from '../../models/view';
import { usedBy } from '../race/used_by';

/** What the mixer of a block recorded. */
interface RecordedMixer {
  readonly call: ForwardCall<unknown>;
  readonly dispatches: readonly Dispatch[];
}

interface Recorded {
  readonly tokens: Tensor;
  /** Absent where no block knows absolute positions. */
  readonly first: Tensor | undefined;
  readonly logits: Tensor;
  readonly mixers: readonly RecordedMixer[];
}

/**
 * One sequence of L tokens through a model, by the form that trains, with every tensor of the mixers kept: a recording of its own,
 * beside training.
 */
export class KeptForward {
  readonly #backend: Backend;
  readonly #model: Model;
  readonly #plan: Plan;
  readonly #recorded: Recorded;
  readonly L: number;

  private constructor(backend: Backend, model: Model, plan: Plan, recorded: Recorded, L: number) {
    this.#backend = backend;
    this.#model = model;
    this.#plan = plan;
    this.#recorded = recorded;
    this.L = L;
  }

  /** Reads the parameters where they are, so it follows their training. Throws MemoryError. */
  static async make(backend: Backend, model: Model, parameters: ParameterArena, L: number): Promise<KeptForward> {
    const tape = new Tape({ training: true });
    const mixers: RecordedMixer[] = [];
    const language = new LanguageModel(tape, model, {
      recorded(block, layer, call, dispatches) {
        if (layer === model.blocks[block]?.mixer) mixers.push({ call, dispatches });
      },
    });
    const tokens = tape.tensor('tokens', [1, L], 'persistent', 'i32');
    const first = tape.tensor('first position', [4], 'persistent', 'i32');
    const x = embedding(tape, tokens, language.embedding);
    const { data: logits } = language.head(language.blocks(x, 1, L, undefined, first));
    const forward = keep(tape.forward, mixers);
    const plan = await Plan.make(backend, { lists: { forward }, placed: tensor => parameters.placed(tensor) });
    return new KeptForward(backend, model, plan, { tokens, first: usedBy(forward, first), logits, mixers }, L);
  }

  /** Logits (L, V) of tokens (L), the first of which is at position `first`. */
  async run(tokens: Int32Array, first = 0): Promise<HostArray> {
    const { tokens: read, first: position } = this.#recorded;
    this.#backend.write(this.#plan.view(read).memory, tokens);
    if (position) this.#backend.write(this.#plan.view(position).memory, Int32Array.of(first, 0, 0, 0));
    await this.#plan.run(['forward']);
    return this.#read(this.#recorded.logits);
  }

  /** Of each block, from the latest run. */
  async views(): Promise<(readonly View[])[]> {
    const all: (readonly View[])[] = [];
    for (const [block, { mixer }] of this.#model.blocks.entries()) {
      all.push((await engineOf(mixer).views?.(this.viewsCall(block))) ?? []);
    }
    return all;
  }

  /** What the mixer of a block has to look at. */
  viewsCall(block: number): ViewsCall<unknown> {
    const recorded = this.#recorded.mixers[block];
    if (!recorded) throw new RangeError(`there is no block ${block}`);
    const { call, dispatches } = recorded;
    return {
      config: call.config,
      L: this.L,
      D: call.D,
      x: () => this.#read(call.x.data),
      parameter: name => this.#read(call.parameter(name).data),
      kept: (kernel, buffer) => this.#read(bufferOf(dispatches, kernel, buffer)),
    };
  }

  destroy(): void {
    this.#plan.destroy();
  }

  #read(tensor: Tensor): Promise<HostArray> {
    const { memory, offset, elements } = this.#plan.view(tensor);
    return this.#backend.read(memory, offset, elements);
  }
}

/** Takes what the mixers read and wrote out of the memory that activations share. */
function keep(forward: readonly Dispatch[], mixers: readonly RecordedMixer[]): Dispatch[] {
  const used = mixers.flatMap(({ call, dispatches }) => [
    call.x.data,
    ...dispatches.flatMap(({ buffers }) => Object.values(buffers)),
  ]);
  const kept = new Map<number, Tensor>();
  for (const tensor of used)
    if (tensor.lifetime === 'activation') kept.set(tensor.id, { ...tensor, lifetime: 'persistent' });
  return forward.map(dispatch => ({
    ...dispatch,
    buffers: Object.fromEntries(
      Object.entries(dispatch.buffers).map(([name, tensor]) => [name, kept.get(tensor.id) ?? tensor]),
    ),
  }));
}

function bufferOf(dispatches: readonly Dispatch[], kernel: AnyKernel, buffer: string): Tensor {
  const [found, another] = dispatches.filter(dispatch => dispatch.kernel === kernel);
  const tensor = found?.buffers[buffer];
  if (!tensor || another) throw new Error(`'${kernel.name}' did not run once with a buffer '${buffer}'`);
  return tensor;
}
