import { ropeFrequencies, waveFrequencies } from '../../../gpu/kernels/attention/rope';
import type { Decode } from '../../engine';
import { type AttentionConfig, BASE } from './description';

/** Scores that decoding in one dispatch keeps at a time, all heads together, and keys at most. */
const SCORES = 256;
const MOST_KEYS = 128;

export const decode: Decode<AttentionConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { heads, positions, places } = config;
  const width = D / heads;
  if (positions === 'learned') {
    assembler.emit('addPositions', { y: x, weight: parameter('positions.weight'), D, places });
  }
  if (positions === 'sinusoidal') {
    assembler.emitWithTable('addWaves', { y: x, D, frequencies: 0 }, 'frequencies', waveFrequencies(D, BASE));
  }
  const qkv = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: 3 * D });
  const { at: keys, shape } = state('k');
  const chunk = Math.max(1, Math.min(MOST_KEYS, Math.floor(SCORES / heads)));
  const operands = {
    qkv,
    D,
    heads,
    slots: shape[0] ?? 1,
    keys,
    values: state('v').at,
    frequencies: 0,
    chunk,
    scores: assembler.take(heads * (chunk + 3)),
    y: x,
  };
  const turns = positions === 'rope' ? ropeFrequencies(width, BASE) : new Int32Array(width + (width % 2));
  assembler.emitWithTable('attention', operands, 'frequencies', turns);
  assembler.project({ x, width: D, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
