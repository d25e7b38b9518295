import type { Backend } from '../../gpu/backend';
import type { HostArray } from '../../gpu/dtype';
import { hearMessages } from '../../gpu/hear_messages';
import { holding } from '../../gpu/holding';
import type { Plan } from '../../gpu/plan';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { layOutStates, type StateEntry } from '../../models/state_layout';
import { CarriedState } from '../recording/carried_state';
import { Recording } from '../recording/recording';

/** What a block carries: root mean squares after each token, (L) each. */
export interface StateNorms {
  readonly all: Float32Array;
  /** Of its tensors by their names; of a tensor of several matrices each matrix: 'S[0]'. */
  readonly series: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** Tensors of more matrices than this are one line. */
const MOST_MATRICES = 8;

/** Tokens whose states are read together, so that a device is waited for once, and numbers of all these states. */
const AT_ONCE = 32;
const NUMBERS_AT_ONCE = 2 ** 24;

interface Traced {
  readonly tokens: Tensor;
  readonly first: Tensor;
  /** In the order of the entries. */
  readonly states: readonly Tensor[];
}

/** Reads a sequence one token at a time with carried state, and measures after each what every block carries. */
export class StateTrace {
  readonly #model: Model;
  readonly #plan: Plan;
  readonly #state: CarriedState;
  readonly #traced: Traced;

  private constructor(model: Model, plan: Plan, state: CarriedState, traced: Traced) {
    this.#model = model;
    this.#plan = plan;
    this.#state = state;
    this.#traced = traced;
  }

  /** For sequences of up to L tokens. Reads the parameters in place. Throws MemoryError. */
  static make(backend: Backend, model: Model, parameters: ParameterArena, L: number): Promise<StateTrace> {
    return holding(async held => {
      const state = held.take(await CarriedState.make(backend, model, 1, L), taken => taken.free());
      const recording = recordTraced(model, state.entries);
      const plan = await recording.plan(backend, [parameters, state]);
      return new StateTrace(model, plan, state, recording.tensors);
    });
  }

  /** By block, for tokens (L), the first at position `first`; null: the block carries nothing. */
  async run(tokens: Int32Array, first = 0): Promise<(StateNorms | null)[]> {
    const { entries } = this.#state;
    this.#state.clear();
    const lines = entries.map(entry =>
      matricesOf(entry).map(name => ({ name, values: new Float32Array(tokens.length) })),
    );
    const all = this.#model.blocks.map(() => new Float32Array(tokens.length));
    const measure = (t: number, states: readonly HostArray[]): void => {
      const squares = states.map((values, i) => squaresOf(values, lines[i]?.length ?? 1));
      // A memory that is not full yet has zeros in its free places.
      const filled = layOutStates(this.#model, 1, t + 1).entries.map(({ shape }) => sizeOf(shape));
      for (const [i, own] of lines.entries())
        for (const [m, { values }] of own.entries())
          values[t] = Math.sqrt((squares[i]?.[m] ?? 0) / ((filled[i] ?? 1) / own.length));
      for (const [block, values] of all.entries()) {
        const sum = (of: readonly number[]): number =>
          of.reduce((so, value, i) => (entries[i]?.block === block ? so + value : so), 0);
        values[t] = Math.sqrt(sum(squares.map(total)) / sum(filled));
      }
    };
    const numbers = entries.reduce((sum, { shape }) => sum + sizeOf(shape), 1);
    const together = Math.max(1, Math.min(AT_ONCE, Math.floor(NUMBERS_AT_ONCE / numbers)));
    for (let done = 0; done < tokens.length; done += together) {
      const reads: Promise<HostArray[]>[] = [];
      for (const [i, token] of tokens.subarray(done, done + together).entries()) {
        this.#state.moveTo(done + i);
        // Absent if no block uses absolute positions.
        if (this.#plan.has(this.#traced.first))
          this.#plan.write(this.#traced.first, Int32Array.of(first + done + i, 0, 0, 0));
        this.#plan.write(this.#traced.tokens, Int32Array.of(token));
        await this.#plan.run(['step']);
        reads.push(this.#read());
      }
      for (const [i, states] of (await Promise.all(reads)).entries()) measure(done + i, states);
      await hearMessages();
    }
    return all.map((values, block) => {
      const series = lines.filter((_, i) => entries[i]?.block === block).flat();
      return series.length === 0 ? null : { all: values, series };
    });
  }

  /** What the blocks carry, without the batch. */
  get entries(): readonly StateEntry[] {
    return this.#state.entries.map(entry => ({ ...entry, shape: entry.shape.slice(1) }));
  }

  /** What is carried after the last token of the latest run. */
  async last(): Promise<readonly (StateEntry & { readonly values: HostArray })[]> {
    const values = await this.#read();
    return this.entries.map((entry, i) => ({ ...entry, values: values[i] ?? new Float32Array() }));
  }

  destroy(): void {
    this.#plan.destroy();
    this.#state.free();
  }

  #read(): Promise<HostArray[]> {
    return Promise.all(this.#traced.states.map(state => this.#plan.read(state)));
  }
}

export function recordTraced(model: Model, carries: readonly StateEntry[]): Recording<'step', Traced> {
  return new Recording(model, { B: 1, L: 1 }, { carries }, recorder => {
    const tokens = recorder.tokens();
    // What is carried begins with the first of these tokens, which may come late in its sequence.
    const first = recorder.firstPosition();
    recorder.blocks(recorder.embed(tokens), first);
    return { lists: { step: recorder.take() }, tensors: { tokens, first, states: recorder.states } };
  });
}

/** The names of the matrices of a tensor (1, ...), or of the tensor as one. */
function matricesOf({ name, shape }: StateEntry): string[] {
  const count = shape.length >= 4 ? (shape[1] ?? 1) : 1;
  return count > 1 && count <= MOST_MATRICES ? Array.from({ length: count }, (_, m) => `${name}[${m}]`) : [name];
}

/** Sums of squares of so many equal parts. */
function squaresOf(values: HostArray, parts: number): number[] {
  const each = values.length / parts;
  return Array.from({ length: parts }, (_, part) => {
    let sum = 0;
    for (let i = part * each; i < (part + 1) * each; i++) sum += (values[i] ?? 0) ** 2;
    return sum;
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
