import type { Backend } from '../../gpu/backend';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { GradientProbe } from './gradient_probe';
import { KeptForward } from './kept_forward';
import { StateTrace } from './state_trace';
import { TensorProbe } from './tensor_probe';

/** Plans are kept for this many lengths. */
const MOST_LENGTHS = 3;

/** Those of one length; each is made when it is first asked for. */
interface Plans {
  forward?: KeptForward;
  gradients?: GradientProbe;
  states?: StateTrace;
  tensors?: TensorProbe;
}

/** The plans that look inside one contender, for the latest few lengths. Each throws MemoryError. */
export class InspectionPlans {
  readonly #backend: Backend;
  readonly #model: Model;
  readonly #parameters: ParameterArena;
  /** By length, the latest last. */
  readonly #plans = new Map<number, Plans>();

  constructor(backend: Backend, model: Model, parameters: ParameterArena) {
    this.#backend = backend;
    this.#model = model;
    this.#parameters = parameters;
  }

  async forward(L: number): Promise<KeptForward> {
    const plans = this.#of(L);
    plans.forward ??= await KeptForward.make(this.#backend, this.#model, this.#parameters, L);
    return plans.forward;
  }

  async gradients(L: number): Promise<GradientProbe> {
    const plans = this.#of(L);
    plans.gradients ??= await GradientProbe.make(this.#backend, this.#model, this.#parameters, { B: 1, L });
    return plans.gradients;
  }

  async states(L: number): Promise<StateTrace> {
    const plans = this.#of(L);
    plans.states ??= await StateTrace.make(this.#backend, this.#model, this.#parameters, L);
    return plans.states;
  }

  async tensors(L: number): Promise<TensorProbe> {
    const plans = this.#of(L);
    plans.tensors ??= await TensorProbe.make(this.#backend, this.#model, this.#parameters, L);
    return plans.tensors;
  }

  destroy(): void {
    for (const plans of this.#plans.values()) destroyAll(plans);
    this.#plans.clear();
  }

  #of(L: number): Plans {
    const plans = this.#plans.get(L) ?? {};
    this.#plans.delete(L);
    this.#plans.set(L, plans);
    for (const [length, old] of [...this.#plans].slice(0, -MOST_LENGTHS)) {
      destroyAll(old);
      this.#plans.delete(length);
    }
    return plans;
  }
}

function destroyAll({ forward, gradients, states, tensors }: Plans): void {
  for (const plan of [forward, gradients, states, tensors]) plan?.destroy();
}
