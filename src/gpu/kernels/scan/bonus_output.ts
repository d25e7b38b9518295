import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { lanesOf } from '../lanes';
import { headMoments } from '../pointwise/head_layer_norm';

/** `gated` (rows, 4D + H): its third D columns are a gate, its fourth v, then the bonus of each head (see `erase_inputs`). */
const SIZES = { ...u32('rows', 'D', 'H'), eps: 'f32' } as const;

type Sizes = Readonly<Record<keyof typeof SIZES, number>>;

const lanes = ({ D, H }: Pick<Sizes, 'D' | 'H'>) => ({ LANES: lanesOf(D / H) });

type Read = Readonly<Record<'y' | 'gated' | 'weight' | 'bias', Numbers>>;

/** A head of a row: what it shows of each column, before the gate, and the norm that made it. */
function shownOf({ y, gated, weight, bias }: Read, { D, H, eps }: Sizes, head: number) {
  const [n, row, h] = [D / H, Math.floor(head / H), head % H];
  const own = y.subarray(head * n, (head + 1) * n);
  const { mean, scale } = headMoments(own, eps);
  const first = row * (4 * D + H);
  const bonus = gated[first + 4 * D + h];
  const columns = Array.from(own, (value, i) => {
    const column = h * n + i;
    const at = first + 2 * D + column;
    const normed = (value - mean) * scale;
    const shown = normed * weight[column] + bias[column] + bonus * gated[at + D];
    return { column, at, normed, shown, gate: gated[at], v: gated[at + D] };
  });
  return { n, row, scale, bonus, toBonus: first + 4 * D + h, columns };
}

/** What an RWKV-7 shows: a layer norm of each head of y (rows, D), by weight and bias (D), its bonus times v, all by a gate: out (rows, D). */
export const bonusOutput = defineKernel({
  name: 'bonus_output',
  buffers: { ...allOf('read', 'y', 'gated', 'weight', 'bias'), out: 'write' },
  dims: SIZES,
  work: ({ rows, D }) => rows * D * 12,
  constants: lanes,
  grid: dims => linearGrid(dims.rows * dims.H * lanes(dims).LANES, 64),
  reference({ out, ...read }, dims) {
    for (let head = 0; head < dims.rows * dims.H; head++) {
      const { row, columns } = shownOf(read, dims, head);
      for (const { column, shown, gate } of columns) out[row * dims.D + column] = shown * gate;
    }
  },
});

/**
 * Adjoint of `bonus_output`: y becomes its gradient; those of the gate, v, and the bonus in `dgated`; a copy of dweight and dbias
 * (copies, D) for each `segment` of rows.
 */
export const bonusOutputBackward = defineKernel({
  name: 'bonus_output_backward',
  buffers: {
    y: 'write',
    ...allOf('read', 'gated', 'weight', 'bias', 'dout'),
    dgated: 'overwrite',
    ...allOf('write', 'dweight', 'dbias'),
  },
  dims: { ...SIZES, ...u32('segment') },
  work: ({ rows, D }) => rows * D * 30,
  constants: lanes,
  grid: dims => linearGrid(Math.ceil(dims.rows / dims.segment) * dims.H * lanes(dims).LANES, 64),
  reference({ y, gated, weight, bias, dout, dgated, dweight, dbias }, { segment, ...dims }) {
    const { rows, D, H } = dims;
    dweight.fill(0);
    dbias.fill(0);
    for (let head = 0; head < rows * H; head++) {
      const { n, row, scale, bonus, toBonus, columns } = shownOf({ y, gated, weight, bias }, dims, head);
      const copy = Math.floor(row / segment) * D;
      let [mean, along, ofBonus] = [0, 0, 0];
      for (const { column, at, normed, shown, gate, v } of columns) {
        const own = dout[row * D + column];
        const pull = own * gate;
        dgated[at] = own * shown;
        dgated[at + D] = pull * bonus;
        ofBonus += pull * v;
        dweight[copy + column] += pull * normed;
        dbias[copy + column] += pull;
        mean += (pull * weight[column]) / n;
        along += (pull * weight[column] * normed) / n;
      }
      dgated[toBonus] = ofBonus;
      for (const { column, normed, gate } of columns) {
        const pull = dout[row * D + column] * gate * weight[column];
        y[row * D + column] = scale * (pull - mean - normed * along);
      }
    }
  },
});
