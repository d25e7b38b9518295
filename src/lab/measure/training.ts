import type { BlockConfig } from '../../models/config';
import { countParameters } from '../../models/cost';
import { defineModel } from '../../models/model';
import type { Batch } from '../../tasks/task';
import { trainingConfig } from '../config';
import { initialWeights } from '../initial_weights';
import { RING_SLOTS, Trainer } from '../trainer';
import type { MeasuredCase } from './subject';

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

/** Hidden width of the SwiGLU MLP whose 3 D F weights and FLOPs come nearest to the 8 D² of a plain MLP four times as wide. */
const SWIGLU_WIDTH = 172;

const twice = (block: BlockConfig): BlockConfig[] => [block, { ...block }];

export const trainingShapes = {
  transformer: {
    ...SHAPE,
    name: 'transformer, 2 blocks of attention (4 heads) and MLP',
    blocks: twice({ mixer: 'attention', heads: 4, mlp: SWIGLU_WIDTH }),
  },
  lstm: { ...SHAPE, name: 'LSTM, 1 block', blocks: [{ mixer: 'lstm' }] },
  lstm2: { ...SHAPE, name: 'LSTM, 2 blocks', blocks: twice({ mixer: 'lstm' }) },
  mamba: { ...SHAPE, name: 'Mamba, 2 blocks', blocks: twice({ mixer: 'mamba', d_state: 16 }) },
  conv: {
    ...SHAPE,
    name: 'gated convolution, 6 blocks, kernel 4, dilations 1 to 32',
    blocks: [1, 2, 4, 8, 16, 32].map(dilation => ({ mixer: 'conv', kernel: 4, dilation })),
  },
} as const satisfies Record<string, TrainingShape>;

/** Tokens without any order: nothing here depends on what they are. */
export function arbitraryBatch({ B, L, V }: Pick<TrainingShape, 'B' | 'L' | 'V'>): Batch {
  const tokens = Int32Array.from({ length: B * L + 1 }, (_, i) => (i * 7919 + ((i * i) % 97)) % V);
  return { tokens: tokens.slice(0, -1), targets: tokens.slice(1) };
}

/** Whole steps: batch up, forward, backward, clipping, AdamW. */
export function trainingCase(shape: TrainingShape): MeasuredCase {
  return {
    name: shape.name,
    work: { unit: 'step', amount: 1 },
    async ours(backend) {
      const model = defineModel({ vocab_size: shape.V, d_model: shape.D, blocks: [...shape.blocks] });
      const trainer = await Trainer.make(backend, model, shape, initialWeights(model, 1));
      const batch = arbitraryBatch(shape);
      const hyper = trainingConfig.parse({});
      return {
        async run(times) {
          for (let done = 0; done < times; done++) {
            trainer.step(batch, hyper);
            if ((done + 1) % RING_SLOTS === 0) await trainer.results();
          }
          await trainer.results();
        },
        facts: {
          parameters: countParameters(model),
          dispatches: trainer.dispatchesPerStep,
          'planned bytes': trainer.plannedBytes,
        },
        destroy: () => trainer.destroy(),
      };
    },
  };
}
