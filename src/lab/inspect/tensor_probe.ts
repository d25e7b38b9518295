import { crossEntropy, logitsVariable, type Scoring } from '../../autodiff/ops/cross_entropy';
import type { Backend } from '../../gpu/backend';
import type { DType, HostArray } from '../../gpu/dtype';
import type { Plan } from '../../gpu/plan';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { countScored } from '../../scored';
import { keepAll } from '../recording/keep';
import { Recording } from '../recording/recording';
import type { InspectedSequence } from './inspected_sequence';
import { type NamedTensor, nameTensors } from './tensor_names';

interface Probed extends Scoring {
  readonly tokens: Tensor;
  readonly first: Tensor;
  readonly named: readonly NamedTensor[];
}

/** The values of a tensor. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: HostArray;
}

/**
 * Any tensor of one sequence by its name: parameters, activations, and gradients of the mean loss of the sequence. Its own
 * recording, by the form that trains, in which no two tensors share memory; nothing is dropped.
 */
export class TensorProbe {
  readonly #plan: Plan;
  readonly #probed: Probed;
  /** In the order of the model; only those that the recording computes. */
  readonly named: readonly NamedTensor[];

  private constructor(plan: Plan, probed: Probed) {
    this.#plan = plan;
    this.#probed = probed;
    this.named = probed.named.filter(({ parts }) => parts.every(({ tensor }) => plan.has(tensor)));
  }

  /** Reads the parameters in place. Throws MemoryError. */
  static async make(backend: Backend, model: Model, parameters: ParameterArena, L: number): Promise<TensorProbe> {
    const recording = recordNamed(model, L);
    return new TensorProbe(await recording.plan(backend, [parameters]), recording.tensors);
  }

  /** Undefined: there is no tensor of this name. */
  async read(name: string, { tokens, targets, omitted }: InspectedSequence): Promise<TensorValues | undefined> {
    const found = this.named.find(each => each.name === name);
    if (!found) return undefined;
    const { tokens: into, targets: right, first, scoring, cursor } = this.#probed;
    const plan = this.#plan;
    plan.write(into, tokens);
    plan.write(right, targets);
    // Absent if no block uses absolute positions.
    if (plan.has(first)) plan.write(first, Int32Array.of(omitted, 0, 0, 0));
    plan.write(scoring, Float64Array.of(1 / Math.max(1, countScored(targets)), 0, 0, 0));
    plan.write(cursor, Int32Array.of(0, 0, 0, 0));
    // A gradient may take the place of its tensor, so what forward leaves is read before.
    const passes =
      found.kind === 'parameter' || found.kind === 'activation' ? ['forward'] : ['forward', 'loss', 'backward'];
    await plan.run(passes);
    return { shape: found.shape, dtype: found.parts[0]?.tensor.dtype ?? 'f32', values: await this.#sum(found) };
  }

  destroy(): void {
    this.#plan.destroy();
  }

  /** The sum of all summands. */
  async #sum({ shape, parts }: NamedTensor): Promise<HostArray> {
    const [only] = parts;
    if (only && parts.length === 1 && only.copies === 1) return this.#plan.read(only.tensor);
    const size = sizeOf(shape);
    const sum = new Float64Array(size);
    for (const { tensor } of parts)
      (await this.#plan.read(tensor)).forEach((value, i) => {
        sum[i % size] = (sum[i % size] ?? 0) + value;
      });
    return Float32Array.from(sum);
  }
}

export function recordNamed(model: Model, L: number): Recording<'forward' | 'loss' | 'backward', Probed> {
  return new Recording(model, { B: 1, L }, { trains: true }, recorder => {
    const { tape, language } = recorder;
    const tokens = recorder.tokens();
    const first = recorder.firstPosition();
    const embedded = recorder.embed(tokens);
    const normed = language.lastNorm(recorder.blocks(embedded, first));
    const logits = language.logits(normed, logitsVariable(tape, [1, L, model.config.vocab_size]));
    const forward = recorder.take();
    const scoring = {
      targets: tape.tensor('targets', [1, L], 'persistent', 'i32'),
      scoring: tape.tensor('scoring', [4], 'persistent'),
      cursor: tape.tensor('result slot', [4], 'persistent', 'i32'),
      results: tape.tensor('results', [1, 4], 'persistent'),
    };
    crossEntropy(tape, logits, scoring);
    const lists = { forward: keepAll(forward), loss: keepAll(recorder.take()), backward: keepAll(tape.backward) };
    const named = nameTensors({ embedded, normed: normed.data, logits: logits.data, recorder });
    return { lists, tensors: { ...scoring, tokens, first, named } };
  });
}
