import type { Backend } from '../../gpu/backend';
import { pipelineKey } from '../../gpu/backends/webgpu/pipelines';
import type { Dispatch } from '../../gpu/dispatch';
import type { AdapterFacts, AnyKernel } from '../../gpu/kernel';
import { together } from '../../gpu/together';
import { agreesWithTwin } from '../../gpu/variant_check';
import { chooseVariant, preferenceKey, withVariant } from '../../gpu/variants';
import { defineModel, type Model } from '../../models/model';
import { recordTraining } from '../race/training_recording';
import type { BatchShape } from '../recording/batch_shape';
import { stoppable } from './measure_cases';
import type { KernelChoice } from './measured';
import { recordedSubject } from './recorded';
import type { Subject } from './subject';
import { alternate, type Effort } from './timing';
import { trainingShapes } from './training_shapes';

/** A model in training on batches of (B, L). */
export interface TrainedModel {
  readonly model: Model;
  readonly shape: BatchShape;
}

const EFFORT: Effort = { samples: 5, sampleMilliseconds: 4, budgetMilliseconds: 80 };

/** A form slower than the fastest by this factor in the first look is not timed again. */
const HOPELESS = 1.5;

/** A form must gain this share of the usual time to be preferred, so that noise does not decide. */
const WORTHWHILE = 0.95;

/** The models that bench/ trains: the four families at one width. */
export function usualModels(): TrainedModel[] {
  return Object.values(trainingShapes).map(shape => ({
    model: defineModel({ vocab_size: shape.V, d_model: shape.D, blocks: [...shape.blocks] }),
    shape,
  }));
}

/** Dispatches with variants in the training of the models: one for each class of dims, in the order of the models. */
export function variedDispatches(models: readonly TrainedModel[]): Dispatch[] {
  const byClass = new Map<string, Dispatch>();
  for (const { model, shape } of models) {
    const { forward, backward } = recordTraining(model, shape).lists;
    for (const dispatch of [...forward, ...backward]) {
      const { kernel, dims } = dispatch;
      const key = preferenceKey(kernel, dims);
      if (kernel.variants && kernel.probe && kernel.shapeClass && !byClass.has(key)) byClass.set(key, dispatch);
    }
  }
  return [...byClass.values()];
}

/**
 * For each dispatch, times the variants that run on an adapter and agree with the twin, while `left()` is true. Throws Stopped
 * once `stopped()` is true.
 */
export async function calibrate(
  backend: Backend,
  adapter: AdapterFacts,
  dispatches: readonly Dispatch[],
  left: () => boolean,
  stopped: () => boolean,
): Promise<KernelChoice[]> {
  const trust = new Map<string, Promise<boolean>>();
  const trusted = (form: Dispatch): Promise<boolean> => {
    const key = pipelineKey(form);
    const known = trust.get(key) ?? agreesWithTwin(backend, form.kernel, form.dims);
    trust.set(key, known);
    return known;
  };
  const choices: KernelChoice[] = [];
  for (const dispatch of dispatches) {
    if (!left()) break;
    const forms = await formsOf(dispatch, adapter, trusted);
    if (forms.length > 1) choices.push(await fastest(backend, dispatch, forms, stopped));
  }
  return choices;
}

/** Usable forms of a dispatch's kernel; the first is the one used without calibration. */
async function formsOf(
  dispatch: Dispatch,
  adapter: AdapterFacts,
  trusted: (form: Dispatch) => Promise<boolean>,
): Promise<AnyKernel[]> {
  const { kernel, dims } = dispatch;
  const running = (kernel.variants ?? []).filter(variant => variant.runs(dims, adapter));
  const forms = running.map(variant => withVariant(kernel, variant));
  const agree = await together(forms.map(form => trusted({ ...dispatch, kernel: form })));
  const distrusted = new Set(forms.filter((_, i) => !agree[i]).map(({ name }) => name));
  const usual = chooseVariant(kernel, dims, adapter, new Map(), distrusted).name;
  const plain: AnyKernel = { ...kernel, variants: undefined };
  const able = [...forms.filter(({ name }) => !distrusted.has(name)), plain];
  return [...able.filter(({ name }) => name === usual), ...able.filter(({ name }) => name !== usual)];
}

async function fastest(
  backend: Backend,
  dispatch: Dispatch,
  forms: readonly AnyKernel[],
  stopped: () => boolean,
): Promise<KernelChoice> {
  const subjects: Subject[] = [];
  try {
    for (const form of forms) {
      subjects.push(stoppable(await recordedSubject(backend, [byItself(dispatch, form)]), stopped));
    }
    const likely = await hopeful(subjects);
    const timings = await alternate(
      likely.flatMap(index => subjects[index] ?? []),
      EFFORT,
    );
    const timed = likely.flatMap((index, i) => {
      const timing = timings[i];
      return timing ? [{ name: forms[index]?.name ?? '', timing }] : [];
    });
    const [usual] = timed;
    if (!usual) throw new Error(`${dispatch.kernel.name} has no form that runs`);
    const best = timed.reduce((least, each) => (each.timing.median < least.timing.median ? each : least), usual);
    const gains = best.timing.median < WORTHWHILE * usual.timing.median && best.timing.p90 < usual.timing.p10;
    const chosen = gains ? best : usual;
    return {
      key: preferenceKey(dispatch.kernel, dispatch.dims),
      usual: usual.name,
      chosen: chosen.name,
      usualMilliseconds: usual.timing.median,
      chosenMilliseconds: chosen.timing.median,
    };
  } finally {
    for (const subject of subjects) subject.destroy();
  }
}

/** Indices of the first, usual form, and of those that are not much slower than the fastest. */
async function hopeful(subjects: readonly Subject[]): Promise<number[]> {
  const looks: number[] = [];
  for (const subject of subjects) {
    await subject.run(1);
    const started = performance.now();
    await subject.run(2);
    looks.push(performance.now() - started);
  }
  const limit = HOPELESS * Math.min(...looks);
  return looks.flatMap((took, index) => (index === 0 || took <= limit ? [index] : []));
}

/** Gives its tensors their own buffers, which nothing else writes or shares. */
function byItself({ buffers, dims, regions }: Dispatch, kernel: AnyKernel): Dispatch {
  const own = Object.entries(buffers).map(([name, tensor]) => [name, { ...tensor, lifetime: 'persistent' as const }]);
  return { kernel, buffers: Object.fromEntries(own), dims, regions };
}
