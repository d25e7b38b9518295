import { geluGate } from '../../../gpu/kernels/pointwise/gelu_gate';
import type { Views } from '../../engine';
import { aroundZero, rowsOf } from '../../view_values';
import { type RgLruConfig, sizes } from './options';

export const views: Views<RgLruConfig> = async ({ config, kept, L, D }) => {
  const { W } = sizes(config, D);
  const rows = await kept(geluGate, 'values');
  const column = (index: number): Float32Array => rowsOf(rows, { L, rows: W, stride: 5 * W, offset: index * W });
  const [gate, a, h] = [column(0), column(3), column(4)];
  return [
    {
      kind: 'rows',
      key: 'decay',
      title: 'Decay a',
      help: 'How much of its memory each unit keeps at a token: 1 keeps all, 0 nothing. What is written is scaled by √(1 − a²).',
      rowName: 'unit',
      rows: W,
      values: a,
      scale: { kind: 'sequential', least: 0, most: 1 },
    },
    {
      kind: 'rows',
      key: 'hidden',
      title: 'Memory h',
      help: 'What each unit remembers. A long stripe is a value that is kept.',
      rowName: 'unit',
      rows: W,
      values: h,
      scale: aroundZero(h),
    },
    {
      kind: 'rows',
      key: 'gate',
      title: 'Output gate, before its GELU',
      help: 'Memory is multiplied by the GELU of this: above zero shows it, far below zero hides it.',
      rowName: 'unit',
      rows: W,
      values: gate,
      scale: aroundZero(gate),
    },
  ];
};
