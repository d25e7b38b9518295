import type { Backend } from '../../gpu/backend';
import type { Plan } from '../../gpu/plan';
import type { ParameterArena } from '../../models/arena';
import { receptiveField } from '../../models/cost';
import type { DecodeProgram } from '../../models/decode_program';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { tooLong } from '../race/too_long';
import type { CarriedState } from '../recording/carried_state';
import { makeDecodePlan } from './decode_plan';
import { recordNaiveStep, recordStep } from './sampling_recordings';
import type { Sequence } from './sequence';

/** Naive plans exist for lengths that are multiples of this. */
const NAIVE_STEP = 32;

/** A model and the sequence that it continues. */
export interface SampledSequence {
  readonly backend: Backend;
  readonly model: Model;
  readonly parameters: ParameterArena;
  readonly sequence: Sequence;
  /** Naive sampling uses only its cursor. */
  readonly state: CarriedState;
  /** The program: in one dispatch. */
  readonly way: DecodeProgram | 'per_layer' | 'naive';
}

/** The plan that samples a sequence: with carried state one for all tokens; naively one for each range of lengths, one at a time. */
export class StepPlans {
  readonly #of: SampledSequence;
  #plan: Plan | undefined;
  #length = 0;

  constructor(of: SampledSequence) {
    this.#of = of;
  }

  get made(): boolean {
    return this.#plan !== undefined;
  }

  /** For tokens up to index `last`. Throws MemoryError, and ModelError if a token would take too long. */
  async upTo(last: number): Promise<Plan> {
    const length = this.#of.way === 'naive' ? this.#windowUpTo(last) : 1;
    if (this.#plan && length === this.#length) return this.#plan;
    this.destroy();
    this.#plan = await this.#make(length);
    this.#length = length;
    return this.#plan;
  }

  destroy(): void {
    this.#plan?.destroy();
    this.#plan = undefined;
  }

  #windowUpTo(last: number): number {
    const { model, sequence } = this.#of;
    const field = receptiveField(model) ?? Number.POSITIVE_INFINITY;
    return Math.min(Math.ceil(last / NAIVE_STEP) * NAIVE_STEP, field, sequence.capacity);
  }

  #make(length: number): Promise<Plan> {
    const { backend, model, parameters, sequence, state, way } = this.#of;
    const owners = [sequence, parameters, state];
    if (way === 'per_layer') return recordStep(model, sequence.capacity, state.entries).plan(backend, owners);
    if (way !== 'naive') return makeDecodePlan(backend, way, parameters, sequence, state);
    const recording = recordNaiveStep(model, sequence.capacity, length);
    // With carried state the estimate is for a full cache, far more than most calls need.
    const why = tooLong(backend, recording.dispatches);
    if (why) throw new ModelError(`a token ${why}. Ask for fewer tokens, or use attention with a window.`);
    return recording.plan(backend, owners);
  }
}
