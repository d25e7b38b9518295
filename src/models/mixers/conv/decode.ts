import type { Decode } from '../../engine';
import type { ConvConfig } from './description';

export const decode: Decode<ConvConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { kernel: K, dilation } = config;
  const window = assembler.take(D * K);
  const { at, shape } = state('queue');
  assembler.emit('conv_window', { x, D, K, dilation, slots: shape[0] ?? 1, queue: at, y: window });
  const [weight, bias] = [parameter('conv.weight'), parameter('conv.bias')];
  const gates = assembler.project({ x: window, width: D * K, weight, rows: 2 * D, bias });
  assembler.emit('tanh_gate', { x: gates, n: D, y: x });
  assembler.project({
    x,
    width: D,
    weight: parameter('out_proj.weight'),
    rows: D,
    bias: parameter('out_proj.bias'),
    onto: residual,
  });
};
