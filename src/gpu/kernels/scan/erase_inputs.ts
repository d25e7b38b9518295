import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { lanesOf } from '../lanes';

/** The steepest decay of a token: ln a = -RATE σ(w). */
const RATE = Math.exp(-0.5);
/** The least length that a key is divided by. */
const LEAST = 1e-12;

/**
 * A row of `values` begins with r, k, and v; one of `gated` has w, z of the rate of learning, the gate of the output, v, and the bonus of
 * each head. All but the last are D = H K columns.
 */
const SIZES = u32('rows', 'H', 'K', 'stride');

type Sizes = Readonly<Record<keyof typeof SIZES, number>>;

const lanes = ({ K }: Pick<Sizes, 'K'>) => ({ LANES: lanesOf(K) });

type Read = Readonly<Record<'values' | 'vectors' | 'gated', Numbers>>;

/** A head of a row: its columns, and the length of what is read before it is made 1. */
function headOf({ values, vectors, gated }: Read, { H, K, stride }: Sizes, row: number, h: number) {
  const D = H * K;
  const width = 4 * D + H;
  const columns = Array.from({ length: K }, (_, i) => {
    const column = h * K + i;
    const at = (part: number): number => values[row * stride + part * D + column];
    const rate = sigmoid(gated[row * width + D + column]);
    const [ofRead, ofKey, ofBonus] = [0, 1, 2].map(part => vectors[part * D + column]);
    const [r, k, v] = [at(0), at(1), at(2)];
    const fade = sigmoid(gated[row * width + column]);
    return { column, r, k, v, rate, fade, ofRead, ofKey, ofBonus, key: k * (1 + (rate - 1) * ofKey) };
  });
  const length = Math.sqrt(columns.reduce((sum, { k, ofRead }) => sum + (k * ofRead) ** 2, 0));
  const first = row * width;
  return { D, first, bonus: first + 4 * D + h, columns, length: Math.max(length, LEAST), held: length > LEAST };
}

/**
 * What `erase_scan` and the output of an RWKV-7 take, from r, k, v, w, and z: `keys` (rows, 4, D): r, c, e, and k, with c = k · k_k of unit
 * length in each head, e = c a, k (1 + (a - 1) k_a), and a = σ(z); `gates` (rows, D) are the decays e^(-e^-½ σ(w)). In `gated`, v, and the
 * bonus Σ r k r_k of each head. `vectors`: k_k, k_a, r_k (D).
 */
export const eraseInputs = defineKernel({
  name: 'erase_inputs',
  buffers: { ...allOf('read', 'values', 'vectors'), ...allOf('write', 'gated', 'keys', 'gates') },
  dims: SIZES,
  work: ({ rows, H, K }) => rows * H * K * 30,
  constants: lanes,
  grid: dims => linearGrid(dims.rows * dims.H * lanes(dims).LANES, 64),
  reference({ values, vectors, gated, keys, gates }, dims) {
    for (let head = 0; head < dims.rows * dims.H; head++) {
      const row = Math.floor(head / dims.H);
      const { D, first, bonus, columns, length } = headOf({ values, vectors, gated }, dims, row, head % dims.H);
      gated[bonus] = 0;
      for (const { column, r, k, v, rate, fade, ofRead, ofBonus, key } of columns) {
        const read = (k * ofRead) / length;
        [r, read, read * rate, key].forEach((value, part) => {
          keys[(row * 4 + part) * D + column] = value;
        });
        gates[row * D + column] = Math.exp(-RATE * fade);
        gated[first + 3 * D + column] = v;
        gated[bonus] += r * key * ofBonus;
      }
    }
  },
});

/**
 * Adjoint of `erase_inputs`: from the gradients of keys, of the logarithms of the gates, and of v and the bonus in `dgated`, those of r,
 * k, and v in `dvalues` (rows, d_stride), of w and z in `dgated`, and a copy of those of the vectors (copies, 3, D) for each `segment` of
 * rows.
 */
export const eraseInputsBackward = defineKernel({
  name: 'erase_inputs_backward',
  buffers: {
    ...allOf('read', 'values', 'vectors', 'gated', 'dkeys', 'dgates'),
    ...allOf('overwrite', 'dgated', 'dvalues'),
    dvectors: 'write',
  },
  dims: { ...SIZES, ...u32('d_stride', 'segment') },
  work: ({ rows, H, K }) => rows * H * K * 60,
  constants: lanes,
  grid: dims => linearGrid(Math.ceil(dims.rows / dims.segment) * dims.H * lanes(dims).LANES, 64),
  reference({ values, vectors, gated, dkeys, dgates, dgated, dvalues, dvectors }, { d_stride, segment, ...dims }) {
    dvectors.fill(0);
    for (let head = 0; head < dims.rows * dims.H; head++) {
      const row = Math.floor(head / dims.H);
      const { D, first, bonus, columns, length, held } = headOf({ values, vectors, gated }, dims, row, head % dims.H);
      const copy = Math.floor(row / segment) * 3 * D;
      const ofBonus = dgated[bonus];
      const pulls = columns.map(({ column, rate }) => {
        const at = (part: number): number => dkeys[(row * 4 + part) * D + column];
        return { ofQuery: at(0), ofRead: at(1) + at(2) * rate, ofErase: at(2), ofKey: at(3) };
      });
      const along = columns.reduce((sum, { k, ofRead }, i) => sum + pulls[i].ofRead * k * ofRead, 0) / length ** 2;
      columns.forEach(({ column, r, k, rate, fade, ...own }, i) => {
        const read = (k * own.ofRead) / length;
        const pull = pulls[i].ofRead / length - (held ? read * along : 0);
        const ofKey = pulls[i].ofKey + ofBonus * r * own.ofBonus;
        const ofRate = pulls[i].ofErase * read + ofKey * k * own.ofKey;
        const to = row * d_stride + column;
        dvalues[to] = pulls[i].ofQuery + ofBonus * own.key * own.ofBonus;
        dvalues[to + D] = pull * own.ofRead + ofKey * (1 + (rate - 1) * own.ofKey);
        dvalues[to + 2 * D] = dgated[first + 3 * D + column];
        dgated[first + column] = -RATE * fade * (1 - fade) * dgates[row * D + column];
        dgated[first + D + column] = ofRate * rate * (1 - rate);
        dvectors[copy + column] += pull * k;
        dvectors[copy + D + column] += ofKey * k * (rate - 1);
        dvectors[copy + 2 * D + column] += ofBonus * r * own.key;
      });
    }
  },
});
