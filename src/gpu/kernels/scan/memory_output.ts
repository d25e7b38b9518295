import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { lanesOf } from '../lanes';
import { headMoments } from '../pointwise/head_layer_norm';

/** Added to the sum of weights, and to the variance of a head, as in NX-AI/xlstm. */
const EPS = 1e-6;
const VARIANCE_EPS = 1e-5;

/** u, z, m: where these columns lie in `values`; m is one number for each of H heads. */
const SIZES = u32('rows', 'E', 'H', 'stride', 'u', 'z', 'm');

type Sizes = Readonly<Record<keyof typeof SIZES, number>>;
type Read = Readonly<Record<'sums' | 'values' | 'weight' | 'skip', Numbers>>;

/** Invocations that share a head. */
const lanes = ({ E, H }: Pick<Sizes, 'E' | 'H'>) => ({ LANES: lanesOf(E / H) });

/** A head of a row: its n sums by the last, which counts their weights and is taken as at least e^-m; normed; and its gate. */
export function shownHead({ sums, values, weight, skip }: Read, sizes: Sizes, row: number, h: number) {
  const { E, H, stride, u, z, m } = sizes;
  const n = E / H;
  const first = (row * H + h) * (n + 1);
  const counted = sums[first + n];
  const least = Math.exp(Math.min(88, -values[row * stride + m + h]));
  const total = Math.max(Math.abs(counted), least) + EPS;
  const average = Float64Array.from({ length: n }, (_, j) => sums[first + j] / total);
  const { mean, scale } = headMoments(average, VARIANCE_EPS);
  const columns = Array.from({ length: n }, (_, j) => {
    const column = h * n + j;
    const [input, gate] = [values[row * stride + u + column], values[row * stride + z + column]];
    const normed = (average[j] - mean) * scale;
    return { column, input, gate, normed, value: normed * (1 + weight[column]) + skip[column] * input };
  });
  return { n, first, total, slope: Math.abs(counted) > least ? Math.sign(counted) : 0, average, scale, columns };
}

/**
 * What an mLSTM shows (Beck et al. 2024): sums (rows, H, n + 1), the first n of each head divided by the last, normed, with a skip and a
 * gate: (norm · (1 + weight) + skip u) silu(z). weight, skip (E); out (rows, E), E = H n; `values` (rows, stride).
 */
export const memoryOutput = defineKernel({
  name: 'memory_output',
  buffers: { ...allOf('read', 'sums', 'values', 'weight', 'skip'), out: 'write' },
  dims: SIZES,
  work: ({ rows, E }) => rows * E * 30,
  constants: lanes,
  grid: dims => linearGrid(dims.rows * dims.H * lanes(dims).LANES, 64),
  reference({ out, ...read }, dims) {
    for (let head = 0; head < dims.rows * dims.H; head++) {
      const row = Math.floor(head / dims.H);
      for (const { column, gate, value } of shownHead(read, dims, row, head % dims.H).columns) {
        out[row * dims.E + column] = value * gate * sigmoid(gate);
      }
    }
  },
});

/**
 * Adjoint of `memory_output`: `sums` become their gradient; columns du, dz, and dm of `dvalues` (rows, d_stride); a copy of dweight and
 * dskip (copies, E) for each `segment` of rows. The sums and their total have a common factor e^-m, so dm comes from EPS alone.
 */
export const memoryOutputBackward = defineKernel({
  name: 'memory_output_backward',
  buffers: {
    sums: 'write',
    ...allOf('read', 'values', 'weight', 'skip', 'dout'),
    dvalues: 'overwrite',
    ...allOf('write', 'dweight', 'dskip'),
  },
  dims: { ...SIZES, ...u32('d_stride', 'du', 'dz', 'dm', 'segment') },
  work: ({ rows, E }) => rows * E * 60,
  constants: lanes,
  grid: dims => linearGrid(Math.ceil(dims.rows / dims.segment) * dims.H * lanes(dims).LANES, 64),
  reference({ sums, values, weight, skip, dout, dvalues, dweight, dskip }, dims) {
    const { rows, E, H, d_stride, du, dz, dm, segment } = dims;
    dweight.fill(0);
    dskip.fill(0);
    for (let head = 0; head < rows * H; head++) {
      const row = Math.floor(head / H);
      const copy = Math.floor(row / segment) * E;
      const shown = shownHead({ sums, values, weight, skip }, dims, row, head % H);
      const { n, first, total, slope, average, scale, columns } = shown;
      let [mean, along, ofTotal] = [0, 0, 0];
      const pulls = columns.map(({ column, input, gate, normed, value }) => {
        const open = sigmoid(gate);
        const own = dout[row * E + column];
        const pull = own * gate * open;
        dvalues[row * d_stride + du + column] = pull * skip[column];
        dvalues[row * d_stride + dz + column] = own * value * open * (1 + gate * (1 - open));
        dskip[copy + column] += pull * input;
        dweight[copy + column] += pull * normed;
        const ofNorm = pull * (1 + weight[column]);
        mean += ofNorm / n;
        along += (ofNorm * normed) / n;
        return ofNorm;
      });
      columns.forEach(({ normed }, j) => {
        const ofAverage = scale * (pulls[j] - mean - normed * along);
        ofTotal -= (ofAverage * average[j]) / total;
        sums[first + j] = ofAverage / total;
      });
      sums[first + n] = slope * ofTotal;
      dvalues[row * d_stride + dm + (head % H)] = EPS * ofTotal;
    }
  },
});
