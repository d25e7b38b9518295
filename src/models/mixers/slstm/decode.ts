import type { Decode } from '../../engine';
import { EPS, SLOTS, type SlstmConfig, unitsOf } from './options';

export const decode: Decode<SlstmConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const n = unitsOf(config, D);
  const K = config.kernel;
  const u = assembler.take(D);
  assembler.emit('short_conv', {
    x,
    weight: parameter('conv1d.conv.weight'),
    bias: parameter('conv1d.conv.bias'),
    E: D,
    K,
    plain: 0,
    time_first: 0,
    window: K > 1 ? state('taps').at : 0,
    y: u,
  });
  const gates = assembler.take(4 * D);
  for (const [slot, name] of SLOTS.entries()) {
    const own = { x: slot < 2 ? u : x, weight: parameter(`${name}.weight`), y: gates + slot * D };
    assembler.emit('block_matvec', { ...own, bias: -1, W: D, n, input_first: 0 });
  }
  const cell = { y: state('y').at, c: state('c').at, n: state('n').at, m: state('m').at };
  const [weight, bias] = [parameter('slstm_cell._recurrent_kernel_'), parameter('slstm_cell._bias_')];
  assembler.emit('exp_gate_sums', { gates, weight, bias, D, n, y: cell.y });
  assembler.emit('exp_gate_cell', { gates, D, ...cell, out: u });
  assembler.emit('head_layer_norm', {
    x: u,
    weight: parameter('group_norm.weight'),
    D,
    n,
    eps: EPS,
    y: residual,
    adds: 1,
  });
};
