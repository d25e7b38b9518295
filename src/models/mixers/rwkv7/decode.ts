import type { Decode } from '../../engine';
import { EPS, type Rwkv7Config, sizes } from './options';

export const decode: Decode<Rwkv7Config> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { H, n, R } = sizes(config, D);
  const mixed = assembler.take(6 * D);
  const shares = {
    ...{ a: parameter('x_r'), b: parameter('x_k'), c: parameter('x_v') },
    ...{ d: parameter('x_w'), e: parameter('x_a'), f: parameter('x_g') },
  };
  assembler.emit('token_mix', { x, D, shift: state('shift').at, ...shares, y: mixed });
  const values = assembler.take(3 * D);
  for (const [part, name] of ['receptance', 'key', 'value'].entries()) {
    const [from, into] = [mixed + part * D, values + part * D];
    assembler.project({ x: from, width: D, weight: parameter(`${name}.weight`), rows: D, into });
  }
  const gated = assembler.take(4 * D + H);
  let low = assembler.take(R);
  const maps = [
    { name: 'w', rank: config.decay_rank, curve: 1, bias: parameter('w0') },
    { name: 'a', rank: config.a_rank, curve: 0, bias: parameter('a0') },
    { name: 'g', rank: config.gate_rank, curve: 2, bias: -1 },
  ] as const;
  for (const [part, { name, rank, curve, bias }] of maps.entries()) {
    const first = { x: mixed + (3 + part) * D, K: D, weight: parameter(`${name}1`), rows: rank, bias: -1, y: low };
    assembler.emit('matvec_turned', { ...first, curve });
    const second = { x: low, K: rank, weight: parameter(`${name}2`), rows: D, bias, y: gated + part * D };
    assembler.emit('matvec_turned', { ...second, curve: 0 });
    low += rank;
  }
  // The mixtures have been read: keys, decays, and what is read take their place.
  const [keys, gates, y] = [mixed, mixed + 4 * D, mixed + 5 * D];
  const vectors = { k_k: parameter('k_k'), k_a: parameter('k_a'), r_k: parameter('r_k') };
  assembler.emit('erase_inputs', { values, gated, ...vectors, H, K: n, keys, gates });
  assembler.emit('erase_scan', { keys, gates, v: values + 2 * D, H, K: n, V: n, S: state('S').at, y });
  const norm = { weight: parameter('ln_x.weight'), bias: parameter('ln_x.bias'), eps: EPS };
  assembler.emit('bonus_output', { y, gated, ...norm, D, H, out: x });
  assembler.project({ x, width: D, weight: parameter('output.weight'), rows: D, onto: residual });
};
