import { trainingCase } from '../../src/lab/measure/training';
import { dilations, trainingShapes } from '../../src/lab/measure/training_shapes';
import { jaxConv } from '../peers/jax_conv';
import { jaxTransformer } from '../peers/jax_transformer';
import { jaxPeers, tfjsPeers } from '../peers/sides';
import { tfjsLstm } from '../peers/tfjs_lstm';
import { torchPeers } from '../peers/torch';
import type { BenchCase, BenchFamily } from './case';

const { transformer, lstm, lstm2, mamba, conv } = trainingShapes;

const cases: readonly BenchCase[] = [
  {
    ...trainingCase(transformer),
    peers: {
      ...jaxPeers(device => jaxTransformer(device, transformer, 2, 4)),
      ...torchPeers({ work: 'transformer', blocks: 2 }),
    },
    note:
      'Ours: forward, backward, clipping, AdamW; rotary positions; SwiGLU MLP of width 172; its weights and FLOPs (3 · 64 · 172 weights) ' +
      "are within 1 % of jax-js's and PyTorch's ReLU MLP of width 256 (2 · 64 · 256). jax-js: forward and backward only, jitted whole; no " +
      'positions, no optimiser. PyTorch: forward, backward, clipping, AdamW; no positions.',
  },
  {
    ...trainingCase(lstm),
    peers: {
      ...tfjsPeers(device => tfjsLstm(device, lstm)),
      ...torchPeers({ work: 'lstm', blocks: 1 }),
    },
    note:
      'Ours: embedding, norm, LSTM (D = H = 64), residual, norm, head tied to the embedding; AdamW with clipping. PyTorch: the same. ' +
      'tfjs: a layers model of embedding, lstm, dense with its own weights; Adam.',
  },
  { ...trainingCase(lstm2), peers: torchPeers({ work: 'lstm', blocks: 2 }) },
  {
    ...trainingCase(mamba),
    peers: torchPeers({ work: 'mamba', blocks: 2 }),
    note: 'PyTorch: the same blocks, the scan as a loop in Python over the tokens.',
  },
  {
    ...trainingCase(conv),
    peers: {
      ...jaxPeers(device => jaxConv(device, conv, 4, dilations)),
      ...torchPeers({ work: 'conv', blocks: dilations.length }),
    },
    note: 'The same blocks on all sides. jax-js: forward and backward only, jitted whole; no optimiser.',
  },
];

export const training: BenchFamily = { name: 'training', title: 'Training steps (B 8, L 128, V 64, D 64)', cases };
