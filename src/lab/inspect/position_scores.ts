import type { Scoring } from '../../autodiff/ops/cross_entropy';
import type { Backend, Stop } from '../../gpu/backend';
import { hearMessages } from '../../gpu/hear_messages';
import { copy, firstElements } from '../../gpu/kernels/pointwise/copy';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { countScored } from '../../scored';
import { meanOf, standardError } from '../../statistics';
import type { PositionMeasure } from '../../tasks/position_measures';
import type { OpenTask } from '../../tasks/task';
import type { BatchShape } from '../recording/batch_shape';
import { Recording } from '../recording/recording';
import type { PositionScores } from './inspection';

/** Tokens of all sequences together, and most sequences. */
const TOKENS = 2 ** 15;
const MOST_SEQUENCES = 256;
/** Most tokens, and most logits, of a batch. */
const BATCH_TOKENS = 2 ** 11;
const BATCH_LOGITS = 2 ** 24;

interface Scored extends Scoring {
  readonly tokens: Tensor;
  /** (B L, 2): see crossEntropy. */
  readonly kept: Tensor;
}

/** Loss and right answers of each sequence: both (S, L), NaN where nothing is scored. */
interface Rows {
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
}

/** Scores the first validation sequences of a task position by position, with the current weights. */
export class PositionScorer {
  readonly #task: OpenTask;
  readonly #plan: Plan;
  readonly #tensors: Scored;
  readonly #shape: BatchShape;

  private constructor(task: OpenTask, plan: Plan, tensors: Scored, shape: BatchShape) {
    this.#task = task;
    this.#plan = plan;
    this.#tensors = tensors;
    this.#shape = shape;
  }

  /** Reads the parameters in place, so it follows their training. Throws MemoryError. */
  static async make(
    backend: Backend,
    task: OpenTask,
    model: Model,
    parameters: ParameterArena,
  ): Promise<PositionScorer> {
    const { length: L } = task;
    const rows = Math.min(BATCH_TOKENS, BATCH_LOGITS / model.config.vocab_size);
    const shape = { B: Math.max(1, Math.floor(rows / L)), L };
    const recording = recordScored(model, shape);
    return new PositionScorer(task, await recording.plan(backend, [parameters]), recording.tensors, shape);
  }

  /** Undefined: `stop` came first. */
  async score(): Promise<PositionScores>;
  async score(stop: Stop | undefined): Promise<PositionScores | undefined>;
  async score(stop?: Stop): Promise<PositionScores | undefined> {
    const { B, L } = this.#shape;
    const wanted = Math.min(MOST_SEQUENCES, Math.floor(TOKENS / L));
    const batches = Math.ceil(wanted / B);
    const rows = { loss: new Float64Array(batches * B * L), accuracy: new Float64Array(batches * B * L) };
    for (let index = 0; index < batches; index++) {
      const losses = await this.#losses(index, stop);
      if (!losses) return undefined;
      for (let i = 0; i < B * L; i++) {
        const right = losses[2 * i + 1] ?? -1;
        const loss = losses[2 * i] ?? Number.NaN;
        // Of a model that diverged it is no number, which is not the same as unscored.
        rows.loss[index * B * L + i] = right < 0 ? Number.NaN : Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
        rows.accuracy[index * B * L + i] = right < 0 ? Number.NaN : right;
      }
      await hearMessages();
    }
    return scoresOf(rows, L, this.#task.measures ?? []);
  }

  destroy(): void {
    this.#plan.destroy();
  }

  async #losses(index: number, stop: Stop | undefined): Promise<ArrayLike<number> | undefined> {
    const { tokens, targets } = this.#task.batch('validation', index, this.#shape.B);
    this.#plan.write(this.#tensors.tokens, tokens);
    this.#plan.write(this.#tensors.targets, targets);
    this.#plan.write(this.#tensors.scoring, Float64Array.of(1 / Math.max(1, countScored(targets)), 0, 0, 0));
    if (!(await this.#plan.run(['forward'], 1, stop))) return undefined;
    return this.#plan.read(this.#tensors.kept);
  }
}

export function recordScored(model: Model, shape: BatchShape): Recording<'forward', Scored> {
  return new Recording(model, shape, {}, recorder => {
    const { tape } = recorder;
    const tokens = recorder.tokens();
    const { losses, ...scoring } = recorder.loss(recorder.blocks(recorder.embed(tokens)), 1);
    const kept = tape.tensor('losses by position', losses.shape, 'persistent');
    tape.run(copy, { source: losses, destination: kept }, firstElements(2 * shape.B * shape.L));
    return { lists: { forward: recorder.take() }, tensors: { ...scoring, tokens, kept } };
  });
}

/** Means over S sequences of L tokens, and the measures with their standard errors; without those that no sequence has. */
export function scoresOf(rows: Rows, L: number, measures: readonly PositionMeasure[]): PositionScores {
  const sequences = rows.loss.length / L;
  const each = Array.from({ length: sequences }, (_, s) => s);
  const means = (of: Float64Array): Float32Array =>
    Float32Array.from({ length: L }, (_, t) => meanOfScored(each.map(s => of[s * L + t] ?? Number.NaN)));
  return {
    sequences,
    loss: means(rows.loss),
    accuracy: means(rows.accuracy),
    measures: measures.flatMap(({ name, help, of, over, less, answers }) => {
      const own = each.flatMap(s => {
        const row = rows[of].subarray(s * L, (s + 1) * L);
        if (answers !== undefined && row.filter(value => !Number.isNaN(value)).length !== answers) return [];
        const mean = ({ from, to }: typeof over): number => meanOfScored([...row.subarray(from, to)]);
        return [less ? mean(over) - mean(less) : mean(over)];
      });
      return own.length === 0 ? [] : [{ name, help, of, value: meanOf(own), error: standardError(own) }];
    }),
  };
}

function meanOfScored(values: readonly number[]): number {
  return meanOf(values.filter(value => !Number.isNaN(value)));
}
