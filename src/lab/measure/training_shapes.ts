import type { BlockConfig } from '../../models/config';
import type { Batch } from '../../tasks/task';
import { convolutions, measured } from '../config/stacks';

/** A model in training on batches of (B, L). */
export interface TrainingShape {
  readonly name: string;
  readonly B: number;
  readonly L: number;
  readonly V: number;
  readonly D: number;
  readonly blocks: readonly BlockConfig[];
}

const SHAPE = { B: 8, L: 128, V: 64, D: 64 };

/** Hidden width of the SwiGLU MLP whose 3 D F weights come nearest to the 8 D² of a plain MLP four times as wide. */
const SWIGLU_WIDTH = 172;

/** Dilations of the convolution's blocks. */
export const dilations = [1, 2, 4, 8, 16, 32];

export const trainingShapes = {
  transformer: {
    ...SHAPE,
    name: 'transformer, 2 blocks of attention (4 heads) and MLP',
    blocks: measured.transformer(SWIGLU_WIDTH),
  },
  lstm: { ...SHAPE, name: 'LSTM, 1 block', blocks: measured.lstm(1) },
  lstm2: { ...SHAPE, name: 'LSTM, 2 blocks', blocks: measured.lstm(2) },
  mamba: { ...SHAPE, name: 'Mamba, 2 blocks', blocks: measured.mamba },
  conv: {
    ...SHAPE,
    name: 'gated convolution, 6 blocks, kernel 4, dilations 1 to 32',
    blocks: convolutions(...dilations),
  },
} as const satisfies Record<string, TrainingShape>;

/** Random tokens: nothing here depends on them. */
export function arbitraryBatch({ B, L, V }: Pick<TrainingShape, 'B' | 'L' | 'V'>): Batch {
  const tokens = Int32Array.from({ length: B * L + 1 }, (_, i) => (i * 7919 + ((i * i) % 97)) % V);
  return { tokens: tokens.slice(0, -1), targets: tokens.slice(1) };
}
