import type { Scoring } from '../../autodiff/ops/cross_entropy';
import type { Backend, Stop } from '../../gpu/backend';
import { fftFilter } from '../../gpu/kernels/convolution/fft_convolve';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { IGNORED } from '../../scored';
import type { Batch } from '../../tasks/task';
import type { BatchShape } from '../recording/batch_shape';
import { Recording } from '../recording/recording';

/** Tokens that may begin after position 0 of their sequences. */
interface ProbedBatch extends Batch {
  /** Position of the first of them. */
  readonly first?: number;
}

/** A sequence, its scoring, and the gradient of its embedding. */
interface ProbeTensors extends Scoring {
  readonly tokens: Tensor;
  readonly first: Tensor;
  readonly gradient: Tensor;
}

/** Norms below this share of the largest are rounding, where a convolution goes through FFTs: each output has the rounding of all tokens. */
const ROUNDING = { webgpu: 2 ** -21, wasm: 2 ** -21, twin: 2 ** -50 } as const satisfies Record<
  Backend['kind'],
  number
>;

/**
 * Gradients of the loss at one position with respect to the embedding of every token, by its own recording beside training.
 * They flow through the whole sequence, even if training truncates a block's gradients.
 */
export class GradientProbe {
  readonly #plan: Plan;
  readonly #shape: BatchShape;
  readonly #D: number;
  readonly #tensors: ProbeTensors;
  /** Norms below this share of the largest say nothing. */
  readonly rounding: number;

  private constructor(plan: Plan, shape: BatchShape, D: number, tensors: ProbeTensors, rounding: number) {
    this.rounding = rounding;
    this.#plan = plan;
    this.#shape = shape;
    this.#D = D;
    this.#tensors = tensors;
  }

  /** Reads the parameters in place, so it follows their training. Throws MemoryError. */
  static async make(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    shape: BatchShape,
  ): Promise<GradientProbe> {
    const recording = recordProbe(model, shape);
    const plan = await recording.plan(backend, [parameters]);
    const throughFft = recording.dispatches.some(({ kernel }) => kernel.name === fftFilter.name);
    return new GradientProbe(
      plan,
      shape,
      model.config.d_model,
      recording.tensors,
      throughFft ? ROUNDING[backend.kind] : 0,
    );
  }

  /**
   * (L), by token: ‖∂ loss at `position` / ∂ embedding of the token‖, mean over the batch; 0 after `position`.
   * Only the target at `position` of each row counts; it must be a token. Undefined: `stop` came first.
   */
  async norms(batch: ProbedBatch, position: number): Promise<Float64Array>;
  async norms(batch: ProbedBatch, position: number, stop: Stop): Promise<Float64Array | undefined>;
  async norms(
    { tokens, targets, first = 0 }: ProbedBatch,
    position: number,
    stop?: Stop,
  ): Promise<Float64Array | undefined> {
    const { B, L } = this.#shape;
    const counted = targets.map((target, i) => (i % L === position ? target : IGNORED));
    const plan = this.#plan;
    plan.write(this.#tensors.tokens, tokens);
    plan.write(this.#tensors.targets, counted);
    // Absent if no block uses absolute positions.
    if (plan.has(this.#tensors.first)) plan.write(this.#tensors.first, Int32Array.of(first, 0, 0, 0));
    // Not divided by B, so each row has the gradient of its own loss.
    plan.write(this.#tensors.scoring, Float64Array.of(1, 0, 0, 0));
    if (!(await plan.run(['forward', 'backward'], 1, stop))) return undefined;
    // Backward ends with the embedding, so its gradient is still in place.
    const gradient = await plan.read(this.#tensors.gradient);
    // A later token has no part in it, but a convolution through FFTs leaves its rounding there.
    return meanNorms(gradient, B, L, this.#D).fill(0, position + 1);
  }

  destroy(): void {
    this.#plan.destroy();
  }
}

export function recordProbe(model: Model, shape: BatchShape): Recording<'forward' | 'backward', ProbeTensors> {
  return new Recording(model, shape, { trains: true, wholeGradient: true }, recorder => {
    const tokens = recorder.tokens();
    const first = recorder.firstPosition();
    const x = recorder.embed(tokens);
    if (!x.grad) throw new Error('the embedding has no gradient');
    const scoring = recorder.loss(recorder.blocks(x, first), 1);
    const lists = { forward: recorder.take(), backward: recorder.tape.backward };
    return { lists, tensors: { ...scoring, tokens, first, gradient: x.grad } };
  });
}

/** gradient (B, L, D) -> (L) */
function meanNorms(gradient: ArrayLike<number>, B: number, L: number, D: number): Float64Array {
  const norms = new Float64Array(L);
  for (let row = 0; row < B * L; row++) {
    let squares = 0;
    for (let d = 0; d < D; d++) squares += (gradient[row * D + d] ?? 0) ** 2;
    norms[row % L] = (norms[row % L] ?? 0) + Math.sqrt(squares) / B;
  }
  return norms;
}
