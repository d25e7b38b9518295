import type { Backend, Stop } from '../../gpu/backend';
import { type Held, holding } from '../../gpu/holding';
import { NOTHING_SAMPLED } from '../../gpu/kernels/decode/sampling';
import type { Plan } from '../../gpu/plan';
import type { ParameterArena } from '../../models/arena';
import { receptiveField, stateBytes } from '../../models/cost';
import { decodeProgram } from '../../models/decode_program';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { layOutStates } from '../../models/state_layout';
import { tooLong } from '../race/too_long';
import { CarriedState } from '../recording/carried_state';
import type { Choosing, DecodePath, Given } from './choosing';
import { recordPrefill } from './sampling_recordings';
import { Sequence } from './sequence';
import { type SampledSequence, StepPlans } from './step_plans';

export interface SampledGroup {
  /** Fewer than requested if the model diverged. */
  readonly tokens: Int32Array;
  /** Position of the last of them. */
  readonly position: number;
  /** Wall-clock of all of them, from submit to the tokens being readable. */
  readonly milliseconds: number;
  /** Bytes carried from token to token at `position`; in naive sampling, those of the prefix. */
  readonly bytes: number;
  readonly dispatchesPerToken: number;
  /** The first position whose logits are not all finite, so no token follows; undefined: all are finite. */
  readonly divergedAt: number | undefined;
}

/** Longest piece of a prompt that one call of the parallel form reads. */
const PREFILL = 512;
/** Most tokens of a dispatch. */
const MOST_TOKENS = 64;
/** Most milliseconds of a decoding dispatch: it cannot be cut. */
const DISPATCH_MILLISECONDS = 60;
/** Bytes of parameters and state that one workgroup reads in a millisecond: a low estimate until it is timed. */
const READ_IN_MILLISECOND = 8e5;

/**
 * One model that chooses tokens of one sequence, B = 1, with carried state or naively. The device chooses the tokens. In the given part of
 * the sequence the model reads its tokens, and the chosen ones are answers; after it the model reads the chosen tokens.
 */
export class Sampler {
  readonly #of: SampledSequence;
  readonly #steps: StepPlans;
  readonly #held: Held;
  /** Index of the last given or chosen token. */
  #position = 0;
  /** Tokens that keep a decoding dispatch short. */
  #atOnce = MOST_TOKENS;

  private constructor(of: SampledSequence, steps: StepPlans, held: Held) {
    this.#of = of;
    this.#steps = steps;
    this.#held = held;
    const read = of.parameters.bytes + (of.state.arena?.bytes ?? 0);
    this.#expect(read / READ_IN_MILLISECOND);
  }

  /** For sequences of up to `longest` tokens, with the chosen ones. Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    longest: number,
    choosing: Choosing,
    path: DecodePath = 'auto',
  ): Promise<Sampler> {
    const capacity = longest + 1;
    const { naive } = choosing;
    // A dispatch of src/wasm costs a microsecond, so there is no program for it.
    const perLayer = path === 'per_layer' || parameters.pages.length > 1 || backend.kind === 'wasm';
    const program = naive || perLayer ? undefined : decodeProgram(model, 1, capacity);
    if (path === 'one_dispatch' && !program) throw new Error('this model cannot be sampled in one dispatch');
    const way: SampledSequence['way'] = program ?? (naive ? 'naive' : 'per_layer');
    const topK = Math.min(choosing.topK, model.config.vocab_size);
    return holding(async held => {
      const free = (taken: { free(): void }): void => taken.free();
      const sequence = held.take(await Sequence.make(backend, capacity, { ...choosing, topK }), free);
      const state = held.take(await CarriedState.make(backend, model, 1, naive ? 1 : capacity), free);
      const of: SampledSequence = { backend, model, parameters, sequence, state, way };
      const steps = held.take(new StepPlans(of), taken => taken.destroy());
      return new Sampler(of, steps, held);
    });
  }

  /**
   * Starts a sequence. Afterwards the state has read all its initial tokens except the last. False: `stop` came first, and only
   * another start is possible. Throws MemoryError, and ModelError if a token or the last given piece would take too long.
   */
  async begin(given: Given, stop?: Stop): Promise<boolean> {
    const { sequence, state, way } = this.#of;
    const { capacity } = sequence;
    if (given.read < 1 || given.read > given.tokens.length || given.tokens.length >= capacity)
      throw new RangeError(`${given.read} of ${given.tokens.length} tokens do not fit a sampler of ${capacity - 1}`);
    const last = given.read - 1;
    if (way !== 'naive' && last > 0) this.#refuseLong(last);
    this.#position = last;
    sequence.begin(given);
    if (!this.#steps.made && !(await this.#warmUp(stop))) return false;
    state.clear();
    if (way !== 'naive' && !(await this.#prefill(last, stop))) return false;
    state.moveTo(last);
    return true;
  }

  get position(): number {
    return this.#position;
  }

  /** Chooses `count` tokens. If `stop` comes first or the model diverges, only another start is possible. */
  async advance(count: number): Promise<SampledGroup>;
  async advance(count: number, stop: Stop): Promise<SampledGroup | undefined>;
  async advance(count: number, stop?: Stop): Promise<SampledGroup | undefined> {
    return this.#choose(count, 1, stop);
  }

  /**
   * The cost of `count` tokens at one place: chooses them `times` times over, each time from the current position, and waits once. The
   * state goes on from time to time, so the tokens are not those of one sequence. Afterwards the position is what it was.
   * `milliseconds` is of all times. Undefined: `stop` came first.
   */
  async repeat(count: number, times: number, stop: Stop): Promise<SampledGroup | undefined> {
    const group = await this.#choose(count, times, stop);
    if (group) this.#moveTo(this.#position - count);
    return group;
  }

  /** Milliseconds until `count` tokens are readable that no work comes before: the share of a group's time that is waiting. */
  async roundTrip(count: number): Promise<number> {
    const started = performance.now();
    await this.#of.sequence.chosen(this.#position + 1, count);
    return performance.now() - started;
  }

  destroy(): void {
    this.#held.free();
  }

  async #choose(count: number, times: number, stop: Stop | undefined): Promise<SampledGroup | undefined> {
    const from = this.#position;
    const plan = await this.#steps.upTo(from + count);
    const started = performance.now();
    let dispatches = 0;
    for (let time = 0; time < times; time++) {
      if (time > 0) this.#moveTo(from);
      const submitted = await this.#run(plan, count, stop);
      if (submitted === undefined) return undefined;
      dispatches += submitted;
    }
    const chosen = await this.#of.sequence.chosen(from + 1, count);
    const elapsed = performance.now() - started;
    this.#expect(elapsed / (count * times));
    this.#position = from + count;
    const broken = chosen.indexOf(NOTHING_SAMPLED);
    return {
      tokens: broken < 0 ? chosen : chosen.subarray(0, broken),
      position: this.#position,
      milliseconds: elapsed,
      bytes: this.#bytes(),
      dispatchesPerToken: dispatches / (count * times),
      divergedAt: broken < 0 ? undefined : from + broken,
    };
  }

  #moveTo(position: number): void {
    this.#position = position;
    this.#of.state.moveTo(position);
  }

  #bytes(): number {
    const { model, way } = this.#of;
    if (way !== 'naive') return stateBytes(model, this.#position);
    return 4 * Math.min(this.#position, receptiveField(model) ?? Number.POSITIVE_INFINITY);
  }

  /** Submits the sampling of `count` tokens after the current position. Returns the number of dispatches; undefined: `stop` came first. */
  async #run(plan: Plan, count: number, stop: Stop | undefined): Promise<number | undefined> {
    const { sequence, state, way } = this.#of;
    const each = plan.dispatches('step');
    if (way === 'naive' || way === 'per_layer')
      return (await plan.run(['step'], count, stop)) ? each * count : undefined;
    let dispatches = 0;
    for (let done = 0; done < count; done += this.#atOnce) {
      sequence.ask(Math.min(this.#atOnce, count - done));
      state.moveTo(this.#position + done);
      if (!(await plan.run(['step'], 1, stop))) return undefined;
      dispatches += each;
    }
    return dispatches;
  }

  /** From now on a dispatch decodes as many tokens as keep it short, if each takes `milliseconds`. */
  #expect(milliseconds: number): void {
    this.#atOnce = Math.max(1, Math.min(MOST_TOKENS, Math.floor(DISPATCH_MILLISECONDS / milliseconds)));
  }

  /** Compiles and runs everything once, so that the first timed token is no slower than the others. */
  async #warmUp(stop: Stop | undefined): Promise<boolean> {
    const plan = await this.#steps.upTo(this.#position + 1);
    this.#of.state.moveTo(this.#position);
    const done = await plan.run(['step'], 1, stop);
    await this.#of.backend.settled();
    return done;
  }

  /** Where the last piece of so many tokens, which meets all before it, would take too long. */
  #refuseLong(count: number): void {
    const { backend, model, sequence } = this.#of;
    const { entries } = layOutStates(model, 1, count);
    const recording = recordPrefill(model, sequence.capacity, entries, Math.min(PREFILL, count));
    const why = tooLong(backend, recording.dispatches);
    if (why) throw new ModelError(`the prompt ${why}. Use a shorter prompt, or attention with a window.`);
  }

  /** Reads the first `count` tokens by the parallel form, in pieces. */
  async #prefill(count: number, stop: Stop | undefined): Promise<boolean> {
    const { backend, model, parameters, sequence, state } = this.#of;
    for (let done = 0; done < count; ) {
      if (stop?.aborted) return false;
      const L = Math.min(PREFILL, count - done);
      const recording = recordPrefill(model, sequence.capacity, state.entries, L);
      const plan = await recording.plan(backend, [sequence, parameters, state]);
      try {
        state.moveTo(done);
        if (!(await plan.run(['step'], 1, stop))) return false;
        await backend.settled();
      } finally {
        plan.destroy();
      }
      done += L;
    }
    return true;
  }
}
