import type { Decode } from '../../engine';
import { type MlstmConfig, sizes } from './options';

export const decode: Decode<MlstmConfig> = ({ assembler, config, parameter, state, x: input, residual, D }) => {
  const { E, H, n, K, s } = sizes(config, D);
  const x = assembler.project({ x: input, width: D, weight: parameter('proj_up.weight'), rows: 2 * E });
  const u = assembler.take(E);
  assembler.emit('short_conv', {
    x,
    weight: parameter('conv1d.conv.weight'),
    bias: parameter('conv1d.conv.bias'),
    E,
    K,
    plain: 0,
    time_first: 0,
    window: K > 1 ? state('taps').at : 0,
    y: u,
  });
  const qkv = assembler.take(3 * E);
  for (const [part, name] of ['q', 'k', 'v'].entries()) {
    const own = { x: part < 2 ? u : x, weight: parameter(`${name}_proj.weight`), y: qkv + part * E };
    assembler.emit('block_matvec', { ...own, bias: -1, W: E, n: s, input_first: 0 });
  }
  const cells = assembler.take(2 * H);
  for (const [slot, name] of ['igate', 'fgate'].entries()) {
    const [weight, bias] = [parameter(`mlstm_cell.${name}.weight`), parameter(`mlstm_cell.${name}.bias`)];
    assembler.project({ x: qkv, width: 3 * E, weight, rows: H, bias, into: cells + slot * H });
  }
  const gates = assembler.take(2 * H);
  assembler.emit('stable_gates', { cells, H, scale: 1 / Math.sqrt(n), m: state('m').at, gates });
  const sums = assembler.take(E + H);
  const memory = { H, G: H, K: n, V: n + 1, counts: 1, S: state('S').at };
  assembler.emit('matrix_scan', { q: qkv, k: qkv + E, v: qkv + 2 * E, gates, of_keys: 0, ...memory, y: sums });
  const [weight, skip] = [parameter('mlstm_cell.outnorm.weight'), parameter('learnable_skip')];
  assembler.emit('memory_output', { sums, u, z: x + E, m: cells, weight, skip, E, H, y: u });
  assembler.project({ x: u, width: E, weight: parameter('proj_down.weight'), rows: D, onto: residual });
};
