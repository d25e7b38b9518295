import type { Backend, Counters, PlacedDispatch } from '../../backend';
import type { Dispatch } from '../../dispatch';
import type { AdapterFacts, AnyKernel } from '../../kernel';
import { together } from '../../together';
import { agreesWithTwin } from '../../variant_check';
import { chooseVariant, type VariantPreferences } from '../../variants';
import { type Pipeline, PipelineCache, pipelineKey } from './pipelines';

/** A dispatch and the form of its kernel that was chosen for it. */
export interface Form {
  readonly placed: PlacedDispatch;
  readonly kernel: AnyKernel;
  readonly pipeline: Pipeline;
}

/** Chooses and compiles forms of kernels, and rejects those that disagree with their twins on this device. */
export class Forms {
  readonly #backend: Backend;
  readonly #facts: AdapterFacts;
  readonly #preferences: VariantPreferences;
  readonly #pipelines: PipelineCache;
  readonly #checks = new Map<string, Promise<void>>();
  readonly #distrusted = new Set<string>();

  /** `backend`: that of the device, where the checks run. */
  constructor(
    backend: Backend,
    device: GPUDevice,
    facts: AdapterFacts,
    preferences: VariantPreferences,
    counters: Counters,
  ) {
    this.#backend = backend;
    this.#facts = facts;
    this.#preferences = preferences;
    this.#pipelines = new PipelineCache(device, counters);
  }

  /** The form that a dispatch runs. */
  choose({ kernel, dims }: Dispatch): AnyKernel {
    return chooseVariant(kernel, dims, this.#facts, this.#preferences, this.#distrusted);
  }

  /** A compiled form for each dispatch. Chooses again if a form disagrees with its twin on this device. */
  async compile(placed: readonly PlacedDispatch[], progress?: (done: number, total: number) => void): Promise<Form[]> {
    const dispatches = placed.map(({ dispatch }) => ({ ...dispatch, kernel: this.choose(dispatch) }));
    const pipelines = await this.#pipelines.compile(dispatches, progress);
    const variants = dispatches.filter(({ kernel }, index) => kernel !== placed[index]?.dispatch.kernel);
    await together(variants.map(variant => this.#check(variant)));
    if (variants.some(({ kernel }) => this.#distrusted.has(kernel.name))) return this.compile(placed, progress);
    return placed.map((each, index): Form => {
      const pipeline = pipelines[index];
      const kernel = dispatches[index]?.kernel;
      if (!pipeline || !kernel) throw new Error(`${each.dispatch.kernel.name} has no pipeline`);
      return { placed: each, kernel, pipeline };
    });
  }

  /** Runs once for each pipeline on a device. */
  #check(variant: Dispatch): Promise<void> {
    const key = pipelineKey(variant);
    const known = this.#checks.get(key);
    if (known) return known;
    const check = agreesWithTwin(this.#backend, variant.kernel, variant.dims).then(agrees => {
      if (!agrees) this.#distrusted.add(variant.kernel.name);
    });
    this.#checks.set(key, check);
    void check.catch(() => this.#checks.delete(key));
    return check;
  }
}
