import { copy, firstElements } from '../../gpu/kernels/pointwise/copy';
import { crossEntropy as kernel, lossSum } from '../../gpu/kernels/training/cross_entropy';
import type { Tensor } from '../../gpu/tensor';
import { dims, rowsAndWidth } from '../dims';
import type { Tape, Var } from '../tape';

/** The tensors of scoring, all persistent. */
export interface Scoring {
  /** i32 (rows): tokens, or IGNORED where nothing is scored. */
  readonly targets: Tensor;
  /** (4): [0] is 1 / scored rows of this batch. */
  readonly scoring: Tensor;
  /** i32 (4): [0], modulo slots, is the slot of `results`. */
  readonly cursor: Tensor;
  /** (slots, 4): mean loss in nats, rows scored, rows right, and room for the gradient's norm (0 here). */
  readonly results: Tensor;
}

/** A Var (rows, V) that shares memory with its gradient, so that `crossEntropy` needs no second (rows, V). */
export function logitsVariable(tape: Tape, shape: readonly number[]): Var {
  return tape.spent('logits', shape);
}

/**
 * Mean cross-entropy over the scored rows of logits (..., V), and the start of backward: on a training tape the gradient
 * overwrites the logits already in forward. Returns (rows, 2): loss, and 1 right, 0 wrong, -1 not scored.
 */
export function crossEntropy(tape: Tape, logits: Var, { targets, scoring, cursor, results }: Scoring): Tensor {
  const [rows, V] = rowsAndWidth(logits);
  const losses = tape.tensor('losses', [rows, 2]);
  tape.run(kernel, { targets, scoring, logits: logits.data, losses }, { rows, V, training: tape.training ? 1 : 0 });
  tape.run(lossSum, { losses, scoring, cursor, results }, { rows, slots: dims(results, 2)[0] });
  if (logits.grad && logits.grad !== logits.data) {
    tape.pull(copy, { source: logits.data, destination: logits.grad }, firstElements(rows * V));
  }
  return losses;
}
