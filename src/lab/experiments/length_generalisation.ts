import { LONGEST } from '../../tasks/parameters';
import { convolutions, repeat } from '../config/stacks';
import { lengthTest } from './length_test';

/** The paper's ✓. */
const ALL = 100;
const lengths = Array.from({ length: 15 }, (_, i) => 2 ** (6 + i));

/** A row of Table 11, one figure per length; null: out of memory. */
function row(model: string, ...accuracies: number[]): (string | number | null)[][] {
  return lengths.map((length, i) => [model, length, accuracies[i] ?? null]);
}

/** Table 11 of the Mamba paper as an experiment. */
export const lengthGeneralisation = lengthTest({
  name: 'length_generalisation',
  title: 'Length generalisation',
  question: 'Does a model that learned to look something up in short sequences still find it in much longer ones?',
  claim: 'On induction heads Mamba generalises far beyond the training length.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, Table 11 and appendix E.1',
      setting:
        'Induction heads, vocabulary 16, two layers, width 64 (Mamba) or 128, trained at 256 tokens with batches of 8 for up to 409,600 steps; accuracy in per cent by test length',
      columns: ['model (parameters)', 'test length', 'accuracy'],
      heatmap: { x: 'test length', y: 'model (parameters)', value: 'accuracy' },
      rows: [
        ...row('Attention, absolute positions (137K)', ALL, 99.6, 100, 58.6, 26.6, 18.8, 9.8, 10.9, 7.8),
        ...row('Attention, RoPE (137K)', ALL, ALL, 100, 83.6, 31.3, 18.4, 8.6, 9.0, 5.5),
        ...row('Attention, xPos (137K)', ALL, ALL, 100, 99.6, 67.6, 25.4, 7.0, 9.0, 7.8),
        ...row('H3 (153K)', ALL, ALL, 100, 80.9, 39.5, 23.8, 14.8, 8.2, 5.9, 6.6, 8.2, 4.7, 8.2, 6.3, 7.4),
        ...row('Hyena (69M)', 97.7, ALL, 100, ALL, 44.1, 12.5, 6.6, 5.1, 7.0, 5.9, 6.6, 6.6, 5.9, 6.3, 9.8),
        ...row('Mamba (74K)', ...lengths.map(() => ALL)),
      ],
    },
  ],
  task: { name: 'induction_heads', vocabulary: 16 },
  trainLength: 256,
  longest: LONGEST,
  // At 64 tokens the loss is near zero long before the model can keep its state over thousands of tokens (docs/experiments.md).
  recipe: { steps: 3000, batch: 8, lr: 4e-3, weight_decay: 0 },
  contenders: [
    // One block is enough: its short convolution sees the previous token, and the scan keeps the token after the star.
    { name: 'Mamba', d_model: 32, blocks: repeat(1, { mixer: 'mamba', d_state: 16 }) },
    { name: 'S4D', d_model: 32, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
    { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
    { name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 64) },
    { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
  ],
});
