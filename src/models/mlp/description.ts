import { uniform } from '../initialise';
import type { Layer } from '../mixer';

export interface MlpConfig {
  /** Hidden width. */
  readonly F: number;
}

/** SwiGLU MLP (Shazeer 2020, GLU Variants Improve Transformer): y, gate = fc1 x; fc2 (y · silu(gate)). */
export const mlp: Layer<MlpConfig> = {
  name: 'mlp',
  parameters: ({ F }, D) => [
    { name: 'fc1.weight', shape: [2 * F, D], initialise: uniform(1 / Math.sqrt(D)) },
    { name: 'fc2.weight', shape: [D, F], initialise: uniform(1 / Math.sqrt(F)), residual: true },
  ],
  state: () => [],
  flops: ({ F }, D) => 6 * D * F + 5 * F,
  receptiveField: () => 1,
};
