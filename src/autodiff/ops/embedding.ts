import {
  embeddingBackward as backward,
  embeddingSplits,
  embedding as forward,
} from '../../gpu/kernels/pointwise/embedding';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/** tokens i32 (B, L), weight (V, D) -> (B, L, D). Tokens outside the vocabulary count as the nearest one inside. */
export function embedding(tape: Tape, tokens: Tensor, weight: Parameter): Var {
  const [B, L] = dims(tokens, 2);
  const [V, D] = dims(weight, 2);
  const y = tape.variable('embedding', [B, L, D]);
  tape.run(
    forward,
    { tokens, cursor: tape.nothing, weight: weight.data, y: y.data },
    { B, L, D, V, capacity: L, from_cursor: 0 },
  );
  if (y.grad) {
    const rows = B * L;
    const splits = embeddingSplits(rows, V, D);
    const dweight = tape.partial(weight, splits.copies);
    tape.pull(backward, { tokens, dy: y.grad, dweight }, { rows, D, V, ...splits });
  }
  return y;
}

/** L tokens from position cursor[0] on of `stream`, i32 (B, capacity): (B, L, D). For tapes that do not train. */
export function embeddingAt(tape: Tape, stream: Tensor, cursor: Tensor, weight: Parameter, L: number): Var {
  const [B, capacity] = dims(stream, 2);
  const [V, D] = dims(weight, 2);
  const y = tape.variable('embedding', [B, L, D]);
  tape.run(
    forward,
    { tokens: stream, cursor, weight: weight.data, y: y.data },
    { B, L, D, V, capacity, from_cursor: 1 },
  );
  return y;
}
