import type { Backend, Counters, PlacedDispatch } from '../../backend';
import type { Dispatch } from '../../dispatch';
import type { AdapterFacts, AnyKernel } from '../../kernel';
import { rmsNorm } from '../../kernels/pointwise/rms_norm';
import { together } from '../../together';
import { agreesWithTwin } from '../../variant_check';
import { chooseVariant, type VariantPreferences } from '../../variants';
import { sourceOf } from '../../wgsl/shader';
import { type Pipeline, PipelineCache, pipelineKey } from './pipelines';

/** Rows of a workgroup, each for the most invocations that share one. */
const PROBED = { rows: 4, D: 64, eps: 1e-5 } as const;

/** A kernel whose rows are shared within subgroups, with that shader for its own. */
function teamProbe(): AnyKernel {
  return { ...rmsNorm, name: 'probe of shared rows', source: sourceOf(rmsNorm, true), variants: undefined };
}

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
  #teamCheck: Promise<void> | undefined;

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
    this.#pipelines = new PipelineCache(device, counters, facts.subgroups);
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
    const shares = pipelines.some(({ subgroups }) => subgroups);
    if (shares) await this.#checkTeams();
    if (shares && !this.#pipelines.subgroups) return this.compile(placed, progress);
    if (variants.some(({ kernel }) => this.#distrusted.has(kernel.name))) return this.compile(placed, progress);
    return placed.map((each, index): Form => {
      const pipeline = pipelines[index];
      const kernel = dispatches[index]?.kernel;
      if (!pipeline || !kernel) throw new Error(`${each.dispatch.kernel.name} has no pipeline`);
      return { placed: each, kernel, pipeline };
    });
  }

  /** Runs once on a device: sums within quads are right only where neighbouring invocations make a quad, which WGSL does not promise. */
  #checkTeams(): Promise<void> {
    if (this.#teamCheck) return this.#teamCheck;
    const check = agreesWithTwin(this.#backend, teamProbe(), PROBED).then(agrees => {
      if (!agrees) this.#pipelines.withoutSubgroups();
    });
    this.#teamCheck = check;
    void check.catch(() => {
      this.#teamCheck = undefined;
    });
    return check;
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
