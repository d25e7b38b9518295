import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { lanesOf } from '../lanes';

/** `gated`: columns z of rows of `stride`. */
const DIMS = { ...u32('rows', 'H', 'V', 'stride', 'z', 'gated'), eps: 'f32' } as const;

function inverseRms(y: Numbers, eps: number): number {
  let squares = 0;
  for (let j = 0; j < y.length; j++) squares += y[j] ** 2;
  return 1 / Math.sqrt(squares / y.length + eps);
}

/**
 * Each head divided by its root mean square, times a weight that the heads share, times silu(z) if `gated`: y (rows, H V), weight
 * (V), columns z (rows, H V) of `values` -> out (rows, H V).
 */
export const headNorm = defineKernel({
  name: 'head_norm',
  buffers: { ...allOf('read', 'y', 'values', 'weight'), out: 'write' },
  dims: DIMS,
  work: ({ rows, H, V }) => rows * H * V * 8,
  constants: ({ V }) => ({ LANES: lanesOf(V) }),
  grid: ({ rows, H, V }) => linearGrid(rows * H * lanesOf(V), 64),
  reference({ y, values, weight, out }, { rows, H, V, stride, z, gated, eps }) {
    for (let head = 0; head < rows * H; head++) {
      const own = y.subarray(head * V, (head + 1) * V);
      const scale = inverseRms(own, eps);
      for (let j = 0; j < V; j++) {
        const gate = gated ? values[Math.floor(head / H) * stride + z + (head % H) * V + j] : 0;
        out[head * V + j] = own[j] * scale * weight[j] * (gated ? gate * sigmoid(gate) : 1);
      }
    }
  },
});

/** Adjoint of `head_norm`: dy (rows, H V), columns dz of `dvalues`, and a copy of dweight (copies, V) for each head of a `segment` of rows. */
export const headNormBackward = defineKernel({
  name: 'head_norm_backward',
  buffers: { ...allOf('read', 'y', 'values', 'weight', 'dout'), dy: 'write', dvalues: 'overwrite', dweight: 'write' },
  dims: { ...DIMS, ...u32('d_stride', 'dz', 'segment') },
  work: ({ rows, H, V }) => rows * H * V * 20,
  constants: ({ V }) => ({ LANES: lanesOf(V) }),
  grid: ({ rows, H, V, segment }) => linearGrid(Math.ceil(rows / segment) * H * lanesOf(V), 64),
  reference({ y, values, weight, dout, dy, dvalues, dweight }, dims) {
    const { rows, H, V, stride, z, gated, eps, d_stride, dz, segment } = dims;
    dweight.fill(0);
    for (let row = 0; row < rows; row++) {
      for (let h = 0; h < H; h++) {
        const first = (row * H + h) * V;
        const own = y.subarray(first, first + V);
        const scale = inverseRms(own, eps);
        const gate = (j: number): number => values[row * stride + z + h * V + j];
        const passed = (j: number): number => (gated ? gate(j) * sigmoid(gate(j)) : 1);
        const copy = (Math.floor(row / segment) * H + h) * V;
        let along = 0;
        for (let j = 0; j < V; j++) {
          const pull = dout[first + j] * own[j] * scale;
          along += (pull * passed(j) * weight[j]) / V;
          dweight[copy + j] += pull * passed(j);
          if (!gated) continue;
          const open = sigmoid(gate(j));
          dvalues[row * d_stride + dz + h * V + j] = pull * weight[j] * open * (1 + gate(j) * (1 - open));
        }
        for (let j = 0; j < V; j++) {
          dy[first + j] = scale * (dout[first + j] * weight[j] * passed(j) - own[j] * scale * along);
        }
      }
    }
  },
});
