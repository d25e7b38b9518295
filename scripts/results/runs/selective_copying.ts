import { convolutions, repeat } from '../../../src/lab/config/stacks';
import { all, every, of } from '../known';
import type { StrongRun } from '../strong_run';

/** Mamba's scan without selection. */
const timeInvariant = { selective_dt: false, selective_B: false, selective_C: false };
const mamba = (more: object) => repeat(2, { mixer: 'mamba', d_state: 16, ...more });

export const selectiveCopying: StrongRun = {
  name: 'selective-copying-table',
  experiment: 'selective_copying_table',
  params: {
    seeds: 3,
    // Each has about 20,000 parameters.
    contenders: [
      {
        gate: 'no gate',
        layer: 'LTI',
        name: 'LTI without a gate',
        d_model: 44,
        blocks: mamba({ gate: 'none', ...timeInvariant }),
      },
      { gate: 'no gate', layer: 'S6', name: 'S6 without a gate', d_model: 36, blocks: mamba({ gate: 'none' }) },
      { gate: 'Mamba', layer: 'LTI', name: 'LTI in Mamba', d_model: 36, blocks: mamba(timeInvariant) },
      { gate: 'Mamba', layer: 'S6', name: 'Mamba', d_model: 32, blocks: mamba({}) },
      {
        gate: 'Mamba',
        layer: 'Mamba-2',
        name: 'Mamba-2',
        d_model: 36,
        blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }),
      },
      {
        gate: 'output gate',
        layer: 'gated delta rule',
        name: 'Gated DeltaNet',
        d_model: 24,
        lr: 5e-3,
        blocks: repeat(2, { mixer: 'gated_deltanet' }),
      },
      { gate: 'H3', layer: 'S4D', name: 'H3', d_model: 40, lr: 3e-3, blocks: repeat(2, { mixer: 'h3' }) },
      { gate: 'H3', layer: 'Hyena', name: 'Hyena', d_model: 44, lr: 3e-3, blocks: repeat(2, { mixer: 'hyena' }) },
      {
        gate: 'GLU',
        layer: 'S4D',
        name: 'S4D',
        d_model: 60,
        lr: 3e-3,
        blocks: repeat(2, { mixer: 's4d', d_state: 16 }),
      },
      { gate: 'WaveNet', layer: 'convolution', name: 'Conv', d_model: 24, blocks: convolutions(1, 4, 16, 16) },
      { gate: 'LSTM', layer: 'LSTM', name: 'LSTM', d_model: 36, blocks: repeat(2, { mixer: 'lstm' }) },
      {
        gate: 'MLP',
        layer: 'attention',
        name: 'Attention',
        d_model: 32,
        lr: 2e-3,
        blocks: repeat(2, { mixer: 'attention', heads: 4, mlp: 48 }),
      },
    ],
  },
  hours: 0.6,
  known: [
    {
      claim:
        'What chooses what to remember copies nearly everything: Mamba, Mamba-2, and Gated DeltaNet at least 97 %, with each seed.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Table 1: S6 97.0 to 99.8 %',
      holds: rows =>
        all(
          ...['Mamba', 'Mamba-2', 'Gated DeltaNet'].map(name =>
            every(of(rows, name), 'accuracy_least', least => least >= 0.97),
          ),
        ),
    },
    {
      claim: 'What treats all tokens alike does not: S4D and a convolution at most 60 %, with each seed.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Table 1: S4 18.3 to 57.0 %',
      holds: rows => all(...['S4D', 'Conv'].map(name => every(of(rows, name), 'accuracy_most', most => most <= 0.6))),
    },
    {
      claim:
        'A gate alone helps a time-invariant layer, and does not make it choose: Mamba’s block without selection lies above the layer alone and below selection without a gate.',
      source: 'Gu and Dao 2023, arXiv:2312.00752, Table 1: 18.3, 56.4, 97.0 %',
      holds: rows => {
        const [bare, gated, chosen] = ['LTI without a gate', 'LTI in Mamba', 'S6 without a gate'].map(
          name => of(rows, name)[0]?.accuracy,
        );
        if (typeof bare !== 'number' || typeof gated !== 'number' || typeof chosen !== 'number') return null;
        return bare < gated && gated < chosen;
      },
    },
  ],
  table: { kind: 'columns', columns: ['contender', 'gate', 'layer', 'parameters', 'loss', 'accuracy', 'seconds'] },
};
