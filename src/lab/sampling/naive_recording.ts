import { embedding } from '../../autodiff/ops/embedding';
import type { Tape, Var } from '../../autodiff/tape';
import { gatherTokens } from '../../gpu/kernels/decode/gather_tokens';
import { selectRow } from '../../gpu/kernels/decode/sampling';
import type { Tensor } from '../../gpu/tensor';
import type { LanguageModel } from '../../models/language_model';

/** All blocks over the L tokens up to the cursor, from position 0 at the earliest: what naive sampling reads. Returns (1, L, D). */
export function blocksOfWindow(tape: Tape, stream: Tensor, cursor: Tensor, language: LanguageModel, L: number): Var {
  const tokens = tape.tensor('tokens', [1, L], 'persistent', 'i32');
  const first = tape.tensor('first position', [4], 'persistent', 'i32');
  tape.run(gatherTokens, { stream, cursor, tokens, first }, { B: 1, L, capacity: stream.shape.at(-1) ?? 1 });
  return language.blocks(embedding(tape, tokens, language.embedding), 1, L, undefined, first);
}

/** Naively the plan may be longer than the sequence: the row of its last token, x (1, L, D) -> (1, D). */
export function rowAtCursor(tape: Tape, x: Var, cursor: Tensor): Var {
  const [, L = 1, D = 1] = x.shape;
  const row: Var = { shape: [1, D], data: tape.tensor('last row', [1, D]) };
  tape.run(selectRow, { x: x.data, cursor, y: row.data }, { B: 1, L, D, at_cursor: 1 });
  return row;
}
