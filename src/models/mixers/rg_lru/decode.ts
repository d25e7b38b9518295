import type { Decode } from '../../engine';
import { type RgLruConfig, sizes } from './options';

export const decode: Decode<RgLruConfig> = ({ assembler, config, parameter, state, x: input, residual, D }) => {
  const { W, K, n } = sizes(config, D);
  const project = (name: string): number =>
    assembler.project({
      x: input,
      width: D,
      weight: parameter(`${name}.weight`),
      rows: W,
      bias: parameter(`${name}.bias`),
    });
  const [gate, x] = [project('linear_y'), project('linear_x')];
  const u = assembler.take(W);
  assembler.emit('short_conv', {
    x,
    weight: parameter('conv_1d.w'),
    bias: parameter('conv_1d.b'),
    E: W,
    K,
    plain: 1,
    time_first: 1,
    window: K > 1 ? state('taps').at : 0,
    y: u,
  });
  const blocks = (name: string, y: number): void => {
    const own = { weight: parameter(`rg_lru.${name}.w`), bias: parameter(`rg_lru.${name}.b`) };
    assembler.emit('block_matvec', { x: u, ...own, W, n, input_first: 1, y });
  };
  const i = assembler.take(W);
  blocks('a_gate', x);
  blocks('input_gate', i);
  const A = parameter('rg_lru.a_param');
  assembler.emit('preserving_cell', { u, r: x, i, A, W, h: state('h').at, y: u });
  assembler.emit('gelu_gate', { x: u, gate, W, y: u });
  const [weight, bias] = [parameter('linear_out.weight'), parameter('linear_out.bias')];
  assembler.project({ x: u, width: W, weight, rows: D, bias, onto: residual });
};
