import { convolutions, repeat } from '../../lab/config/stacks';
import type { Action } from './step';

/** Mamba's scan without selection: Δ, B, and C the same for every token. */
const FIXED = { selective_dt: false, selective_B: false, selective_C: false };

/** Contenders of about equal size, as lines of the table of selective copying. */
const lines = {
  Mamba: { gate: 'Mamba', layer: 'S6', d_model: 24, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
  'Fixed rules': {
    gate: 'Mamba',
    layer: 'LTI',
    d_model: 28,
    blocks: repeat(2, { mixer: 'mamba', d_state: 16, ...FIXED }),
  },
  S4D: { gate: 'GLU', layer: 'S4D', d_model: 48, lr: 5e-3, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
  H3: { gate: 'H3', layer: 'H3', d_model: 32, lr: 5e-3, blocks: repeat(2, { mixer: 'h3', d_state: 16 }) },
  Hyena: { gate: 'Hyena', layer: 'Hyena', d_model: 34, lr: 5e-3, blocks: repeat(2, { mixer: 'hyena' }) },
  Conv: { gate: 'WaveNet', layer: 'convolution', d_model: 22, blocks: convolutions(1, 4, 16) },
} as const;

/** Trains contenders to copy three letters scattered among 40 tokens of noise, as in the first minute. */
export function copyScattered(label: string, evidence: string, names: readonly (keyof typeof lines)[]): Action {
  return {
    kind: 'experiment',
    label,
    experiment: 'selective_copying_table',
    evidence,
    params: {
      length: 40,
      copied: 3,
      vocabulary: 10,
      steps: 400,
      batch: 20,
      lr: 1.5e-2,
      warmup: 30,
      schedule: 'constant',
      contenders: names.map(name => ({ name, ...lines[name] })),
    },
  };
}
