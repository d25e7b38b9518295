import type { Decode } from '../../engine';
import type { H3Config } from './description';

export const decode: Decode<H3Config> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { d_state: N, head_dim: d } = config;
  const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map(name => {
    const own = { weight: parameter(`${name}.weight`), bias: parameter(`${name}.bias`) };
    return assembler.project({ x, width: D, rows: D, ...own });
  });
  const shift = { B: parameter('ssm_k_kernel.kernel.B'), C: parameter('ssm_k_kernel.kernel.C') };
  const places = state('shift').at;
  assembler.emit('shift_cell', { k, ...shift, skip: parameter('ssm_k_D'), D, N, places, y: k });
  const products = assembler.take(d * D);
  assembler.emit('outer_product', { u: k, v, D, d, y: products });
  assembler.emit('pair_cell', {
    x: products,
    log_dt: parameter('kernel.kernel.log_dt'),
    inv_A_real: parameter('kernel.kernel.inv_A_real'),
    A_imag: parameter('kernel.kernel.A_imag'),
    B: parameter('kernel.kernel.B'),
    C: parameter('kernel.kernel.C'),
    skip: parameter('D'),
    M: d * D,
    H: D / d,
    N,
    h: state('diag').at,
    y: products,
  });
  assembler.emit('inner_product', { q, products, D, d, y: k });
  const [weight, bias] = [parameter('output_linear.weight'), parameter('output_linear.bias')];
  assembler.project({ x: k, width: D, weight, rows: D, bias, onto: residual });
};
