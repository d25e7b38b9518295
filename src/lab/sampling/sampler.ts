import { fuse } from '../../autodiff/fuse';
import { embeddingAt } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import { LEAST_FLOAT32 } from '../../float32';
import { type Backend, type Memory, type Stop, type View, wholeOf } from '../../gpu/backend';
import { holding } from '../../gpu/holding';
import { NOTHING_CHOSEN, sampleToken } from '../../gpu/kernels/decode/sampling';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import { receptiveField, stateBytes } from '../../models/cost';
import { type DecodeProgram, decodeProgram } from '../../models/decode_program';
import { LanguageModel } from '../../models/language_model';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { tooLong } from '../race/too_long';
import { recordReading } from './carried_recording';
import { CarriedState } from './carried_state';
import { makeDecodePlan } from './decode_plan';
import { blocksOfWindow, rowAtCursor } from './naive_recording';

/** How tokens are chosen. */
export interface Choosing {
  /** 0 is greedy. */
  readonly temperature: number;
  /** The k most likely tokens are chosen among, of equal ones the lowest; 0 keeps the whole vocabulary. */
  readonly topK: number;
  readonly seed: number;
  /** Recompute the whole prefix for every token: no cache, no queue, no state. */
  readonly naive: boolean;
}

/** What is known of a sequence before tokens are chosen. */
export interface Given {
  /** They are read whatever is chosen at their places. */
  readonly tokens: Int32Array;
  /** So many are read before the first choice, at least one; all of them for a prompt that is to be continued. */
  readonly read: number;
}

/** Tokens just chosen, and what they cost. */
export interface SampledGroup {
  /** Fewer than asked for where the model diverged. */
  readonly tokens: Int32Array;
  /** Position of the last of them. */
  readonly position: number;
  /** Wall-clock per token, from submit to the tokens being readable. */
  readonly millisecondsPerToken: number;
  /** Bytes carried from token to token at `position`; sampling naively, those of the prefix itself. */
  readonly bytes: number;
  readonly dispatchesPerToken: number;
  /** The position whose logits are not all finite numbers, so that no token follows from them; undefined: all are. */
  readonly divergedAt: number | undefined;
}

/** How tokens are sampled with carried state: many a dispatch where the model allows, or a dispatch or more a layer. */
export type DecodePath = 'auto' | 'one_dispatch' | 'per_layer';

/** Longest piece of a prompt that goes through the parallel form at once. */
export const PREFILL = 512;
/** Tokens of a dispatch at most. */
const MOST_TOKENS = 64;
/** Of a dispatch that decodes, at most: it cannot be cut. */
const DISPATCH_MILLISECONDS = 60;
/** Parameters and state that a lone workgroup reads in a millisecond, at least, as far as is known before it was timed. */
const READ_IN_MILLISECOND = 2e5;
/** Naive plans exist for lengths that are multiples of this. */
const NAIVE_STEP = 32;

/**
 * One model choosing tokens of one sequence, B = 1: with carried state, or naively. The tokens are chosen on the device. Where the
 * sequence is given, its own token is read next, and what was chosen is an answer; beyond, what was chosen is read.
 */
export class Sampler {
  readonly #backend: Backend;
  readonly #model: Model;
  readonly #parameters: ParameterArena;
  readonly #naive: boolean;
  readonly #capacity: number;
  /** What the sequence holds, then what was chosen for each of its positions: i32 (2, 1, capacity). */
  readonly #stream: Memory;
  /** Seed, top k, tokens given, and tokens of a dispatch. */
  readonly #control: Memory;
  readonly #temperature: Memory;
  /** Naively, only its cursor is used. */
  readonly #state: CarriedState;
  readonly #choosing: Choosing;
  /** Absent: layer by layer. */
  readonly #program: DecodeProgram | undefined;
  #given: Given = { tokens: new Int32Array(1), read: 1 };
  /** The index of the last token that is known or chosen. */
  #position = 0;
  #plan: Plan | undefined;
  #planLength = 0;
  /** Of a dispatch that decodes: so many tokens keep it short. */
  #atOnce = MOST_TOKENS;

  private constructor(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    memories: Readonly<Record<'stream' | 'control' | 'temperature', Memory>> & { readonly state: CarriedState },
    choosing: Choosing,
    program: DecodeProgram | undefined,
  ) {
    this.#backend = backend;
    this.#model = model;
    this.#parameters = parameters;
    this.#stream = memories.stream;
    this.#control = memories.control;
    this.#temperature = memories.temperature;
    this.#state = memories.state;
    this.#capacity = memories.stream.elements / 2;
    this.#naive = choosing.naive;
    this.#choosing = choosing;
    this.#program = program;
    const read = parameters.memory.elements + (memories.state.arena?.elements ?? 0);
    this.#pace(read / READ_IN_MILLISECOND);
  }

  /** For sequences of up to `longest` tokens, chosen ones included. Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    longest: number,
    choosing: Choosing,
    path: DecodePath = 'auto',
  ): Promise<Sampler> {
    const capacity = longest + 1;
    const program = choosing.naive || path === 'per_layer' ? undefined : decodeProgram(model, 1, capacity);
    if (path === 'one_dispatch' && !program) throw new Error('this model cannot be sampled in one dispatch');
    const memories = await holding(async hold => {
      const own = (memory: Memory): Memory => hold(memory, taken => backend.free(taken));
      return {
        stream: own(await backend.allocate('stream', 'i32', 2 * capacity)),
        control: own(await backend.allocate('control', 'i32', 4)),
        temperature: own(await backend.allocate('temperature', 'f32', 4)),
        state: await CarriedState.make(backend, model, 1, choosing.naive ? 1 : capacity),
      };
    });
    backend.write(memories.temperature, Float64Array.of(heldTemperature(choosing.temperature), 0, 0, 0));
    return new Sampler(backend, model, parameters, memories, choosing, program);
  }

  /**
   * Starts a sequence. Afterwards the state holds what is read of it but the last token. False: `stop` came first, and nothing but
   * another start is possible. Throws MemoryError, and ModelError where a token, or reading the last of what is given, would take too long.
   */
  async begin(given: Given, stop?: Stop): Promise<boolean> {
    if (given.read < 1 || given.read > given.tokens.length || given.tokens.length >= this.#capacity) {
      throw new RangeError(
        `${given.read} of ${given.tokens.length} tokens do not fit a sampler of ${this.#capacity - 1}`,
      );
    }
    const last = given.read - 1;
    if (!this.#naive && last > 0) this.#refuseLong(last);
    this.#given = given;
    this.#position = last;
    this.#backend.write(this.#stream, given.tokens);
    this.#ask(1);
    if (!this.#plan && !(await this.#warmUp(stop))) return false;
    this.#state.clear();
    if (!this.#naive && !(await this.#prefill(last, stop))) return false;
    this.#state.moveTo(last);
    return true;
  }

  /** Where the last piece of so many tokens, which meets all before it, would take too long. */
  #refuseLong(count: number): void {
    const why = tooLong(this.#backend, recordReading(this.#model, 1, Math.min(PREFILL, count), count));
    if (why) throw new ModelError(`the prompt ${why}. Use a shorter prompt, or attention with a window.`);
  }

  get position(): number {
    return this.#position;
  }

  /** Chooses `count` tokens. Where `stop` comes first, or the model diverged, nothing but another start is possible. */
  async advance(count: number): Promise<SampledGroup>;
  async advance(count: number, stop: Stop): Promise<SampledGroup | undefined>;
  async advance(count: number, stop?: Stop): Promise<SampledGroup | undefined> {
    const first = this.#position + 1;
    const plan = await this.#planUpTo(this.#position + count);
    const started = performance.now();
    const dispatches = await this.#run(plan, count, stop);
    if (dispatches === undefined) return undefined;
    const chosen = Int32Array.from(await this.#backend.read(this.#stream, this.#capacity + first, count));
    const elapsed = performance.now() - started;
    this.#pace(elapsed / count);
    this.#position += count;
    const broken = chosen.indexOf(NOTHING_CHOSEN);
    return {
      tokens: broken < 0 ? chosen : chosen.subarray(0, broken),
      position: this.#position,
      millisecondsPerToken: elapsed / count,
      bytes: this.#bytes(),
      dispatchesPerToken: dispatches / count,
      divergedAt: broken < 0 ? undefined : first - 1 + broken,
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

  /** Submits what samples `count` tokens after the current position; returns how many dispatches that takes, unless `stop` came first. */
  async #run(plan: Plan, count: number, stop: Stop | undefined): Promise<number | undefined> {
    if (!this.#program) {
      if (!(await plan.run(['step'], count, stop))) return undefined;
      return plan.dispatches('step') * count;
    }
    let dispatches = 0;
    for (let done = 0; done < count; done += this.#atOnce) {
      this.#ask(Math.min(this.#atOnce, count - done));
      this.#state.moveTo(this.#position + done);
      if (!(await plan.run(['step'], 1, stop))) return undefined;
      dispatches += plan.dispatches('step');
    }
    return dispatches;
  }

  /** So many tokens a dispatch as it takes at `milliseconds` each. */
  #pace(milliseconds: number): void {
    this.#atOnce = Math.max(1, Math.min(MOST_TOKENS, Math.floor(DISPATCH_MILLISECONDS / milliseconds)));
  }

  #ask(tokens: number): void {
    const { seed, topK } = this.#choosing;
    const keep = Math.min(topK, this.#model.config.vocab_size);
    this.#backend.write(this.#control, Int32Array.of(seed, keep, this.#given.tokens.length, tokens));
  }

  /** Compiles and runs everything once, so that the first timed token is like the others. */
  async #warmUp(stop: Stop | undefined): Promise<boolean> {
    const plan = await this.#planUpTo(this.#position + 1);
    this.#state.moveTo(this.#position);
    const done = await plan.run(['step'], 1, stop);
    await this.#backend.settled();
    return done;
  }

  /** The first `count` tokens through the parallel form, in pieces. */
  async #prefill(count: number, stop: Stop | undefined): Promise<boolean> {
    for (let done = 0; done < count; ) {
      if (stop?.aborted) return false;
      const L = Math.min(PREFILL, count - done);
      const plan = await this.#make(L, { carried: true, samples: false });
      try {
        this.#state.moveTo(done);
        if (!(await plan.run(['step'], 1, stop))) return false;
        await this.#backend.settled();
      } finally {
        plan.destroy();
      }
      done += L;
    }
    return true;
  }

  /** The plan that samples tokens up to index `last`: one for all with carried state; naively, one per range of lengths. */
  async #planUpTo(last: number): Promise<Plan> {
    const field = receptiveField(this.#model) ?? Number.POSITIVE_INFINITY;
    const length = this.#naive ? Math.min(Math.ceil(last / NAIVE_STEP) * NAIVE_STEP, field, this.#capacity) : 1;
    if (this.#plan && length === this.#planLength) return this.#plan;
    this.#plan?.destroy();
    this.#plan = undefined;
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
    const stream = tape.tensor('stream', [1, 2 * this.#capacity], 'persistent', 'i32');
    const control = tape.tensor('control', [4], 'persistent', 'i32');
    const temperature = tape.tensor('temperature', [4], 'persistent');
    const state = this.#state.on(tape);
    const { cursor } = state;
    const y = carried
      ? language.blocks(embeddingAt(tape, stream, cursor, language.embedding, L), 1, L, block => state.carry(block))
      : blocksOfWindow(tape, stream, cursor, language, L);
    if (samples) {
      const logits = language.head(carried ? y : rowAtCursor(tape, y, cursor)).data;
      tape.run(
        sampleToken,
        { logits, control, temperature, cursor, stream },
        { B: 1, V, capacity: this.#capacity, advance: 1 },
      );
    }
    const step = L === 1 ? fuse(tape.forward) : tape.forward;
    // With carried state the estimate is that of a full cache, which is far from what most calls do.
    const why = carried ? undefined : tooLong(this.#backend, step);
    if (why) throw new ModelError(`a token ${why}. Ask for fewer tokens, or use attention with a window.`);
    return Plan.make(this.#backend, {
      lists: { step },
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

/** A temperature as devices can hold it; what is too small for that is greedy, as it nearly was. */
export function heldTemperature(temperature: number): number {
  return temperature < LEAST_FLOAT32 ? 0 : temperature;
}
