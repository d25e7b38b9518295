import { EXP_GATE_COLUMNS, expGateSequence } from '../../../gpu/kernels/recurrent/exp_gates';
import type { Views } from '../../engine';
import { unitsViews } from '../../recurrent/views';
import type { SlstmConfig } from './options';

/** Columns that are drawn, in the order of EXP_GATE_COLUMNS: the gates, then memory, weight, and the scale of both. */
const drawn = [
  [
    'input_gate',
    'Input gate, scaled',
    'How much of what is new is written, as a part of the largest weight so far.',
    'gate',
  ],
  ['forget_gate', 'Forget gate, scaled', 'How much of the memory and its weight is kept, on the same scale.', 'gate'],
  ['candidate', 'Candidate z', 'What is new: the value that is written.', 'tanh'],
  ['output_gate', 'Output gate o', 'How much of the memory is shown.', 'gate'],
  ['cell', 'Memory c', 'The sum of what was written, each by its weight.', 'any'],
  ['weight', 'Weight n', 'The sum of the weights: what is shown is c / n, an average.', 'any'],
  [
    'stabiliser',
    'Scale m',
    'The logarithm of the largest weight so far; c and n are divided by it, so that nothing overflows.',
    'any',
  ],
] as const;

export const views: Views<SlstmConfig> = async ({ kept, L, D }) => {
  const rows = await kept(expGateSequence, 'rows');
  const own = new Float32Array(L * drawn.length * D);
  for (let t = 0; t < L; t++) {
    for (let i = 0; i < drawn.length * D; i++) own[t * drawn.length * D + i] = rows[t * EXP_GATE_COLUMNS * D + i];
  }
  return unitsViews(
    own,
    L,
    drawn.map(([key, title, help, range]) => ({ key, title, help, range })),
  );
};
