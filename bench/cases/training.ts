import { trainingCase } from '../../src/lab/measure/training';
import { dilations, trainingShapes } from '../../src/lab/measure/training_shapes';
import { jaxConv } from '../peers/jax_conv';
import { jaxTransformer } from '../peers/jax_transformer';
import { tfjsLstm } from '../peers/tfjs_lstm';
import type { BenchCase, BenchFamily } from './case';

const { transformer, lstm, conv, ...alone } = trainingShapes;

const cases: readonly BenchCase[] = [
  {
    ...trainingCase(transformer),
    peers: { '@jax-js/jax': () => jaxTransformer(transformer, 2, 4) },
    note:
      'Ours: forward, backward, clipping, AdamW; rotary positions; SwiGLU MLP of width 172; its weights and FLOPs (3 · 64 · 172 weights) ' +
      "are within 1 % of the peer's ReLU MLP of width 256 (2 · 64 · 256). The peer: forward and backward only, jitted whole; no positions, no optimiser.",
  },
  {
    ...trainingCase(lstm),
    peers: { '@tensorflow/tfjs': () => tfjsLstm(lstm) },
    note:
      'Ours: embedding, norm, LSTM (D = H = 64), residual, norm, head tied to the embedding; AdamW with clipping. ' +
      'The peer: a layers model of embedding, lstm, dense with its own weights; Adam.',
  },
  {
    ...trainingCase(conv),
    peers: { '@jax-js/jax': () => jaxConv(conv, 4, dilations) },
    note:
      'The same blocks on both sides. Ours: forward, backward, clipping, AdamW. The peer: forward and backward only, jitted whole; ' +
      'no optimiser.',
  },
  ...Object.values(alone).map(shape => ({ ...trainingCase(shape), peers: {} })),
];

export const training: BenchFamily = { name: 'training', title: 'Training steps (B 8, L 128, V 64, D 64)', cases };
