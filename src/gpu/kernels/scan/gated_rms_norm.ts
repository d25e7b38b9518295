import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { lanesOf } from '../lanes';

const SIZES = { rows: 'u32', E: 'u32', H: 'u32', G: 'u32', stride: 'u32', x: 'u32', z: 'u32' } as const;

interface Places {
  readonly E: number;
  readonly H: number;
  readonly stride: number;
  readonly x: number;
  readonly z: number;
}

/** y + skip x of column e of a row, and z there. */
function gatedAt(y: Numbers, values: Numbers, skip: Numbers, { E, H, stride, x, z }: Places, row: number, e: number) {
  const own = skip[Math.floor((e * H) / E)];
  const gate = values[row * stride + z + e];
  return { own, gate, open: sigmoid(gate), inner: y[row * E + e] + own * values[row * stride + x + e] };
}

/**
 * v = (y + skip x) silu(z), out = v / rms(v) · weight: y (rows, E), columns x and z of `values`, skip (H), weight (E). Each of G groups
 * of columns has its own rms. `scale` (rows, G) is 1 / rms(v).
 */
export const gatedRmsNorm = defineKernel({
  name: 'gated_rms_norm',
  buffers: { y: 'read', values: 'read', skip: 'read', weight: 'read', out: 'write', scale: 'write' },
  dims: { ...SIZES, eps: 'f32' },
  work: ({ rows, E }) => rows * E * 12,
  constants: ({ E, G }) => ({ LANES: lanesOf(E / G) }),
  grid: ({ rows, E, G }) => linearGrid(rows * G * lanesOf(E / G), 64),
  reference({ y, values, skip, weight, out, scale }, dims) {
    const { rows, E, G, eps } = dims;
    const width = E / G;
    for (let i = 0; i < rows * G; i++) {
      const [row, first] = [Math.floor(i / G), (i % G) * width];
      let squares = 0;
      for (let e = first; e < first + width; e++) {
        const { inner, gate, open } = gatedAt(y, values, skip, dims, row, e);
        out[row * E + e] = inner * gate * open;
        squares += out[row * E + e] ** 2;
      }
      scale[i] = 1 / Math.sqrt(squares / width + eps);
      for (let e = first; e < first + width; e++) out[row * E + e] *= scale[i] * weight[e];
    }
  },
});

/** Adjoint of `gated_rms_norm` without its parameters: dy (rows, E), and columns dx and dz of `dvalues`. */
export const gatedRmsNormBackward = defineKernel({
  name: 'gated_rms_norm_backward',
  buffers: { ...allOf('read', 'y', 'values', 'skip', 'weight', 'scale', 'dout'), dy: 'write', dvalues: 'overwrite' },
  dims: { ...SIZES, ...u32('d_stride', 'dx', 'dz') },
  work: ({ rows, E }) => rows * E * 24,
  constants: ({ E, G }) => ({ LANES: lanesOf(E / G) }),
  grid: ({ rows, E, G }) => linearGrid(rows * G * lanesOf(E / G), 64),
  reference({ y, values, skip, weight, scale, dout, dy, dvalues }, dims) {
    const { rows, E, G, d_stride, dx, dz } = dims;
    const width = E / G;
    for (let i = 0; i < rows * G; i++) {
      const [row, first] = [Math.floor(i / G), (i % G) * width];
      let along = 0;
      for (let e = first; e < first + width; e++) {
        const { inner, gate, open } = gatedAt(y, values, skip, dims, row, e);
        along += weight[e] * dout[row * E + e] * inner * gate * open;
      }
      for (let e = first; e < first + width; e++) {
        const { own, inner, gate, open } = gatedAt(y, values, skip, dims, row, e);
        const v = inner * gate * open;
        const dv = scale[i] * (weight[e] * dout[row * E + e] - (v * scale[i] ** 2 * along) / width);
        dy[row * E + e] = dv * gate * open;
        dvalues[row * d_stride + dx + e] = own * dv * gate * open;
        dvalues[row * d_stride + dz + e] = dv * inner * open * (1 + gate * (1 - open));
      }
    }
  },
});

/** Gradients of skip (copies, H) and weight (copies, E), a copy for each `segment` of rows. */
export const gatedRmsNormParameters = defineKernel({
  name: 'gated_rms_norm_parameters',
  buffers: { ...allOf('read', 'y', 'values', 'skip', 'scale', 'dout', 'dy'), ...allOf('write', 'dskip', 'dweight') },
  dims: { ...SIZES, ...u32('segment') },
  work: ({ rows, E }) => rows * E * 12,
  constants: ({ E, H }) => ({ LANES: lanesOf(E / H) }),
  grid: ({ rows, E, H, segment }) => linearGrid(Math.ceil(rows / segment) * H * lanesOf(E / H), 64),
  reference({ y, values, skip, scale, dout, dy, dskip, dweight }, dims) {
    const { rows, E, H, G, stride, x, segment } = dims;
    const copies = Math.ceil(rows / segment);
    dskip.fill(0, 0, copies * H);
    dweight.fill(0, 0, copies * E);
    for (let row = 0; row < rows; row++) {
      const copy = Math.floor(row / segment);
      for (let e = 0; e < E; e++) {
        const { inner, gate, open } = gatedAt(y, values, skip, dims, row, e);
        const at = row * E + e;
        dweight[copy * E + e] += dout[at] * inner * gate * open * scale[row * G + Math.floor((e * G) / E)];
        dskip[copy * H + Math.floor((e * H) / E)] += dy[at] * values[row * stride + x + e];
      }
    }
  },
});
