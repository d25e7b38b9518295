import { repeat } from '../../src/lab/config/stacks';
import { families } from '../../src/lab/experiments/families';

/** Contenders of the experiments of cost: two blocks of each family, width 32. */
export const allFamilies = [
  ...families(32),
  { name: 'Mamba-2', d_model: 32, blocks: repeat(2, { mixer: 'mamba2', d_state: 16 }) },
  { name: 'Gated DeltaNet', d_model: 32, blocks: repeat(2, { mixer: 'gated_deltanet' }) },
  { name: 'H3', d_model: 32, blocks: repeat(2, { mixer: 'h3' }) },
  { name: 'Hyena', d_model: 32, blocks: repeat(2, { mixer: 'hyena' }) },
  { name: 'mLSTM', d_model: 32, blocks: repeat(2, { mixer: 'mlstm' }) },
  { name: 'sLSTM', d_model: 32, blocks: repeat(2, { mixer: 'slstm' }) },
  { name: 'RG-LRU', d_model: 32, blocks: repeat(2, { mixer: 'rg_lru' }) },
];
