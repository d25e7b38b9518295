import { fuse } from '../autodiff/fuse';
import { embedding, embeddingAt } from '../autodiff/ops/embedding';
import { type Parameter, Tape, type Var } from '../autodiff/tape';
import { type Backend, type Memory, type View, wholeOf } from '../gpu/backend';
import { gatherTokens } from '../gpu/kernels/gather_tokens';
import { sampleToken, selectRow } from '../gpu/kernels/sampling';
import { Plan } from '../gpu/plan';
import type { Tensor } from '../gpu/tensor';
import type { ParameterArena } from '../models/arena';
import { receptiveField, stateBytes } from '../models/cost';
import { type DecodeProgram, decodeProgram } from '../models/decode_program';
import { LanguageModel } from '../models/language_model';
import type { Model } from '../models/model';
import { CarriedState } from './carried_state';
import { makeDecodePlan } from './decode_plan';
import type { SampleRequest } from './protocol';

/** Tokens just sampled, and what they cost. */
export interface SampledGroup {
  readonly tokens: Int32Array;
  /** Position of the last of them. */
  readonly position: number;
  /** Wall-clock per token, from submit to the tokens being readable. */
  readonly millisecondsPerToken: number;
  /** Bytes carried from token to token at `position`; sampling naively, those of the prefix itself. */
  readonly bytes: number;
  readonly dispatchesPerToken: number;
}

/** How tokens are sampled with carried state: many a dispatch where the model allows, or a dispatch or more a layer. */
export type DecodePath = 'auto' | 'one_dispatch' | 'per_layer';

/** Longest piece of a prompt that goes through the parallel form at once. */
const PREFILL = 512;
/** Tokens of a dispatch at most, so that no dispatch keeps a device for long. */
const MOST_TOKENS = 64;
/** Naive plans exist for lengths that are multiples of this. */
const NAIVE_STEP = 32;

/** One model continuing one prompt, B = 1: with carried state, or naively. The tokens are chosen on the device. */
export class Sampler {
  readonly #backend: Backend;
  readonly #model: Model;
  readonly #parameters: ParameterArena;
  readonly #naive: boolean;
  readonly #capacity: number;
  /** The prompt and what follows it, i32 (1, capacity). */
  readonly #stream: Memory;
  /** Seed, top k, tokens given, and tokens of a dispatch. */
  readonly #control: Memory;
  readonly #temperature: Memory;
  /** Naively, only its cursor is used. */
  readonly #state: CarriedState;
  readonly #request: SampleRequest;
  /** Absent: layer by layer. */
  readonly #program: DecodeProgram | undefined;
  /** The index of the last known token. */
  #position: number;
  #plan: Plan | undefined;
  #planLength = 0;

  private constructor(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    memories: Readonly<Record<'stream' | 'control' | 'temperature', Memory>> & { readonly state: CarriedState },
    request: SampleRequest,
    program: DecodeProgram | undefined,
    position: number,
  ) {
    this.#backend = backend;
    this.#model = model;
    this.#parameters = parameters;
    this.#stream = memories.stream;
    this.#control = memories.control;
    this.#temperature = memories.temperature;
    this.#state = memories.state;
    this.#capacity = memories.stream.elements;
    this.#naive = request.naive;
    this.#request = request;
    this.#program = program;
    this.#position = position;
  }

  /** Reads the prompt (at least one token). Afterwards the state holds all of it but the last token. Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    prompt: Int32Array,
    request: SampleRequest,
    path: DecodePath = 'auto',
  ): Promise<Sampler> {
    const capacity = prompt.length + request.tokens + 1;
    const program = request.naive || path === 'per_layer' ? undefined : decodeProgram(model, 1, capacity);
    if (path === 'one_dispatch' && !program) throw new Error('this model cannot be sampled in one dispatch');
    const memories = {
      stream: await backend.allocate('stream', 'i32', capacity),
      control: await backend.allocate('control', 'i32', 4),
      temperature: await backend.allocate('temperature', 'f32', 4),
      state: await CarriedState.make(backend, model, 1, request.naive ? 1 : capacity),
    };
    const last = prompt.length - 1;
    const sampler = new Sampler(backend, model, parameters, memories, request, program, last);
    backend.write(memories.stream, prompt);
    sampler.#ask(1);
    backend.write(memories.temperature, Float64Array.of(request.temperature, 0, 0, 0));
    await sampler.#warmUp();
    if (!request.naive) await sampler.#prefill(last);
    memories.state.moveTo(last);
    return sampler;
  }

  get position(): number {
    return this.#position;
  }

  /** Samples `count` tokens in one submit. */
  async advance(count: number): Promise<SampledGroup> {
    const first = this.#position + 1;
    const plan = await this.#planUpTo(this.#position + count);
    const started = performance.now();
    const dispatches = await this.#run(plan, count);
    const tokens = Int32Array.from(await this.#backend.read(this.#stream, first, count));
    const elapsed = performance.now() - started;
    this.#position += count;
    return {
      tokens,
      position: this.#position,
      millisecondsPerToken: elapsed / count,
      bytes: this.#bytes(),
      dispatchesPerToken: dispatches / count,
    };
  }

  destroy(): void {
    this.#plan?.destroy();
    this.#state.free();
    this.#backend.free(this.#stream);
    this.#backend.free(this.#control);
    this.#backend.free(this.#temperature);
  }

  #bytes(): number {
    if (!this.#naive) return stateBytes(this.#model, this.#position);
    return 4 * Math.min(this.#position, receptiveField(this.#model) ?? Number.POSITIVE_INFINITY);
  }

  /** Submits what samples `count` tokens after the current position; returns how many dispatches that takes. */
  async #run(plan: Plan, count: number): Promise<number> {
    if (!this.#program) {
      await plan.run(['step'], count);
      return plan.dispatches('step') * count;
    }
    let dispatches = 0;
    for (let done = 0; done < count; done += MOST_TOKENS) {
      this.#ask(Math.min(MOST_TOKENS, count - done));
      this.#state.moveTo(this.#position + done);
      await plan.run(['step']);
      dispatches += plan.dispatches('step');
    }
    return dispatches;
  }

  #ask(tokens: number): void {
    this.#backend.write(this.#control, Int32Array.of(this.#request.seed, this.#request.topK, 0, tokens));
  }

  /** Compiles and runs everything once, so that the first timed token is like the others; then forgets it. */
  async #warmUp(): Promise<void> {
    const plan = await this.#planUpTo(this.#position + 1);
    this.#state.moveTo(this.#position);
    await plan.run(['step']);
    await this.#backend.settled();
    this.#state.clear();
  }

  /** The prompt's first `count` tokens through the parallel form, in pieces. */
  async #prefill(count: number): Promise<void> {
    for (let done = 0; done < count; ) {
      const L = Math.min(PREFILL, count - done);
      const plan = await this.#make(L, { carried: true, samples: false });
      this.#state.moveTo(done);
      await plan.run(['step']);
      await this.#backend.settled();
      plan.destroy();
      done += L;
    }
  }

  /** The plan that samples tokens up to index `last`: one for all with carried state; naively, one per range of lengths. */
  async #planUpTo(last: number): Promise<Plan> {
    const field = receptiveField(this.#model) ?? Number.POSITIVE_INFINITY;
    const length = this.#naive ? Math.min(Math.ceil(last / NAIVE_STEP) * NAIVE_STEP, field, this.#capacity) : 1;
    if (this.#plan && length === this.#planLength) return this.#plan;
    this.#plan?.destroy();
    this.#plan = this.#program
      ? await this.#makeWhole(this.#program)
      : await this.#make(length, { carried: !this.#naive, samples: true });
    this.#planLength = length;
    return this.#plan;
  }

  #makeWhole(program: DecodeProgram): Promise<Plan> {
    const { cursor, arena: state } = this.#state;
    if (!state) throw new Error('state of several memories has no place in one dispatch');
    const memories = { stream: this.#stream, control: this.#control, temperature: this.#temperature, cursor, state };
    return makeDecodePlan(this.#backend, program, this.#parameters, memories);
  }

  async #make(
    L: number,
    { carried, samples }: { readonly carried: boolean; readonly samples: boolean },
  ): Promise<Plan> {
    const tape = new Tape({ training: false });
    const language = new LanguageModel(tape, this.#model);
    const { vocab_size: V } = this.#model.config;
    const stream = tape.tensor('stream', [1, this.#capacity], 'persistent', 'i32');
    const control = tape.tensor('control', [4], 'persistent', 'i32');
    const temperature = tape.tensor('temperature', [4], 'persistent');
    const state = this.#state.on(tape);
    const { cursor } = state;
    const x = carried
      ? embeddingAt(tape, stream, cursor, language.embedding, L)
      : embeddingOfWindow(tape, stream, cursor, language.embedding, L);
    const y = language.blocks(x, 1, L, block => (carried ? state.carry(block) : undefined));
    if (samples) {
      const logits = language.head(carried ? y : rowAtCursor(tape, y, cursor)).data;
      tape.run(
        sampleToken,
        { logits, control, temperature, cursor, stream },
        { B: 1, V, capacity: this.#capacity, advance: 1 },
      );
    }
    return Plan.make(this.#backend, {
      lists: { step: L === 1 ? fuse(tape.forward) : tape.forward },
      placed: tensor => this.#placed(tensor, { stream, control, temperature }),
    });
  }

  #placed(tensor: Tensor, own: Readonly<Record<'stream' | 'control' | 'temperature', Tensor>>): View | undefined {
    if (tensor === own.stream) return wholeOf(this.#stream);
    if (tensor === own.control) return wholeOf(this.#control);
    if (tensor === own.temperature) return wholeOf(this.#temperature);
    return this.#parameters.placed(tensor) ?? this.#state.placed(tensor);
  }
}

/** The L tokens up to the cursor, from position 0 at the earliest: what naive sampling reads. */
function embeddingOfWindow(tape: Tape, stream: Tensor, cursor: Tensor, weight: Parameter, L: number): Var {
  const tokens = tape.tensor('tokens', [1, L], 'persistent', 'i32');
  tape.run(gatherTokens, { stream, cursor, tokens }, { B: 1, L, capacity: stream.shape.at(-1) ?? 1 });
  return embedding(tape, tokens, weight);
}

/** Naively the plan may be longer than the sequence: the row of its last token, x (1, L, D) -> (1, D). */
function rowAtCursor(tape: Tape, x: Var, cursor: Tensor): Var {
  const [, L = 1, D = 1] = x.shape;
  const row: Var = { shape: [1, D], data: tape.tensor('last row', [1, D]) };
  tape.run(selectRow, { x: x.data, cursor, y: row.data }, { B: 1, L, D, at_cursor: 1 });
  return row;
}
