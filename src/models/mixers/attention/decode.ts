import { ropeFrequencies, waveFrequencies } from '../../../gpu/kernels/attention/rope';
import type { Decode } from '../../engine';
import { type AttentionConfig, BASE, isTurned, keysOf } from './options';

/** Scores that decoding in one dispatch keeps at a time, for all heads, and most keys. */
const SCORES = 256;
const MOST_KEYS = 128;

export const decode: Decode<AttentionConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { heads, positions, places } = config;
  const { sharing, row } = keysOf(config, D);
  const width = D / heads;
  if (positions === 'learned') {
    assembler.emit('add_positions', { y: x, weight: parameter('positions.weight'), D, places });
  }
  if (positions === 'sinusoidal') {
    assembler.emit('add_waves', { y: x, D, frequencies: assembler.table(waveFrequencies(D, BASE)) });
  }
  const qkv = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: row });
  if (positions === 'xpos') assembler.emit('xpos_scale', { qkv, D, heads, sharing });
  const { at, shape } = state('k');
  const chunk = Math.max(1, Math.min(MOST_KEYS, Math.floor(SCORES / heads)));
  const turns = isTurned(positions) ? ropeFrequencies(width, BASE) : new Int32Array(width + (width % 2));
  assembler.emit('attend', {
    qkv,
    D,
    heads,
    sharing,
    alibi: positions === 'alibi' ? 1 : 0,
    slots: shape[0] ?? 1,
    key_cache: at,
    value_cache: state('v').at,
    frequencies: assembler.table(turns),
    chunk,
    scores: assembler.take(heads * (chunk + 3)),
    y: x,
  });
  assembler.project({ x, width: D, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
