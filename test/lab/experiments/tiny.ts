import type { Materials } from '../../../src/tasks/task';

export const materials: Materials = {
  corpus: async () => 'call me ishmael. some years ago, never mind how long precisely. '.repeat(40),
};

const mamba = { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba' }] };
const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
const training = { steps: 2, batch: 2 };

/** Parameters with which each experiment takes about a second on the twins, and its number of rows. */
export const tiny: Readonly<Record<string, { readonly params: Record<string, unknown>; readonly rows: number }>> = {
  map_of_memories: {
    params: {
      ...training,
      position: 64,
      step_tokens: 32,
      samples: 3,
      tokens: 48,
      fewest: 2,
      pairs: 2,
      word: 3,
      further: 2,
      contenders: [lstm, attention],
    },
    rows: 2,
  },
  length_generalisation: {
    params: {
      ...training,
      train_length: 8,
      lengths: [8, 16, 48],
      tokens: 64,
      fewest: 2,
      contenders: [mamba, attention],
    },
    rows: 6,
  },
  state_tracking: {
    params: {
      ...training,
      train_length: 4,
      start_length: 2,
      times: 2,
      tokens: 48,
      fewest: 2,
      most: 4,
      contenders: [lstm, mamba],
    },
    // Three kinds of words, two lengths.
    rows: 3 * 2 * 2,
  },
  sampling_cost: {
    params: {
      from: 8,
      limit: 128,
      naive_limit: 16,
      samples: 3,
      tokens: 2,
      naive_tokens: 1,
      contenders: [attention, lstm],
    },
    rows: 2 * (5 + 2),
  },
  training_cost: {
    params: { shortest: 4, longest: 16, tokens: 16, samples: 3, contenders: [mamba, lstm] },
    rows: 6,
  },
  selective_copying_table: {
    params: {
      ...training,
      length: 6,
      copied: 2,
      vocabulary: 5,
      contenders: [
        { gate: 'Mamba', layer: 'S6', ...mamba },
        { gate: 'LSTM', layer: 'LSTM', ...lstm },
      ],
    },
    rows: 2,
  },
  recall_frontier: {
    params: {
      ...training,
      length: 16,
      vocabulary: 12,
      pairs: [1, 2, 4],
      rates: [1e-2],
      tokens: 64,
      fewest: 2,
      most: 4,
      contenders: [
        { family: 'LSTM', ...lstm },
        { family: 'Attention', ...attention },
      ],
    },
    rows: 2 * 3,
  },
  short_then_long: {
    params: { ...training, further: 2, short: 8, long: 16, contenders: [lstm, attention] },
    // Before and after, 16 groups of positions.
    rows: 2 * 2 * 16,
  },
  induction_formation: {
    params: { ...training, copy: 8, vocabulary: 8, steps: 4, looks: 4, contenders: [lstm, attention] },
    // Before the first step and after each.
    rows: 2 * 5,
  },
  scaling: {
    params: {
      task: { name: 'text', length: 8 },
      batch: 2,
      sizes: [600, 1200],
      tokens_per_parameter: 0.1,
      contenders: [
        { name: 'Transformer++', blocks: [{ mixer: 'attention', heads: 2 }], mlp_ratio: 2 },
        { name: 'LSTM', blocks: [{ mixer: 'lstm' }] },
      ],
    },
    rows: 4,
  },
  vanishing_gradients: {
    params: { ...training, looks: 1, task: { name: 'induction_heads', length: 16 }, contenders: [lstm, mamba] },
    // Distances 0, 1, 2, 4, 8, 15, before and after training.
    rows: 2 * 2 * 6,
  },
  fixed_states: {
    params: { length: 64, window: 32, signals: 2, sizes: [2, 4] },
    // Each size: the signal, and four states with the error of the whole and of the window.
    rows: 2 * (48 + 4 * (48 + 2)),
  },
  sweep: {
    params: {
      ...training,
      seeds: 2,
      task: { name: 'parity', length: 8 },
      axes: [
        { setting: 'training.lr', values: [1e-3, 1e-2] },
        { setting: 'contenders.d_model', values: [4, 8] },
      ],
      contenders: [mamba, lstm],
    },
    rows: 2 * 2 * 2,
  },
};
