import type { BlockConfig } from '../../models/config';

/** Stacks of blocks that presets, experiments, and measurements share. */

/** Equal blocks, one above the other. */
export function repeat<B extends BlockConfig>(times: number, block: B): B[] {
  return Array.from({ length: times }, () => ({ ...block }));
}

/** Convolutions of kernel 4, one dilation each: together they see 1 + 3 · (sum of the dilations) tokens. */
export function convolutions(...dilations: readonly number[]): BlockConfig[] {
  return dilations.map(dilation => ({ mixer: 'conv', kernel: 4, dilation }));
}

/** The stacks that the page and the bench measure, beside convolutions. */
export const measured = {
  lstm: (times: number): BlockConfig[] => repeat(times, { mixer: 'lstm' }),
  mamba: repeat(2, { mixer: 'mamba', d_state: 16 }),
  /** `mlp`: hidden width of the MLP behind each attention. */
  transformer: (mlp: number): BlockConfig[] => repeat(2, { mixer: 'attention', heads: 4, mlp }),
};
