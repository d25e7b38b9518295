import type { Decode } from '../engine';
import { EPS, widthsOf } from './description';
import type { DeltaConfig } from './options';

export const deltaDecode: Decode<DeltaConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { heads: H, head_dim: K, kernel: taps, householder: R, neg_eigval, decay, gate } = config;
  const { q, k, v, b, a, z, out } = widthsOf(config);
  const project = (name: string, rows: number, into?: number): number =>
    assembler.project({ x, width: D, weight: parameter(`${name}_proj.weight`), rows, into });
  const first = assembler.take(q + k + v);
  const convolve = (name: string, at: number, E: number): number => {
    project(name, E, at);
    const window = taps > 1 ? state(`conv_${name}`).at : 0;
    assembler.emit('short_conv', {
      x: at,
      weight: parameter(`${name}_conv1d.weight`),
      bias: -1,
      E,
      K: taps,
      plain: 0,
      time_first: 0,
      window,
      y: at,
    });
    return at;
  };
  const values = convolve('v', first + q + k, v);
  const keys = { q: convolve('q', first, q), k: convolve('k', first + q, k) };
  const gates = { b: project('b', b), a: decay ? project('a', a) : -1 };
  const rates = { A_log: decay ? parameter('A_log') : 0, bias: decay ? parameter('dt_bias') : 0 };
  assembler.emit('delta_inputs', { ...keys, ...gates, ...rates, H, K, R, most: neg_eigval ? 2 : 1 });
  const y = assembler.take(out);
  assembler.emit('delta_scan', { ...keys, ...gates, v: values, H, K, V: out / H, R, S: state('S').at, y });
  const shown = gate ? project('g', z) : -1;
  assembler.emit('head_norm', { y, z: shown, weight: parameter('o_norm.weight'), H, V: out / H, eps: EPS });
  assembler.project({ x: y, width: out, weight: parameter('o_proj.weight'), rows: D, onto: residual });
};
