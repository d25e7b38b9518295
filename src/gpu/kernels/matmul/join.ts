import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/** Elements of each of six tensors; 0 for one that is absent. */
const COUNTS = u32('na', 'nb', 'nc', 'nd', 'ne', 'nf');

type Counts = Readonly<Record<keyof typeof COUNTS, number>>;

export function joinedCount({ na, nb, nc, nd, ne, nf }: Counts): number {
  return na + nb + nc + nd + ne + nf;
}

/** Writes up to six tensors one behind the other into `whole`: the weights of several linear layers become those of one. */
export const join = defineKernel({
  name: 'join',
  buffers: { ...allOf('read', 'a', 'b', 'c', 'd', 'e', 'f'), whole: 'write' },
  dims: COUNTS,
  grid: dims => linearGrid(joinedCount(dims), 64),
  reference({ a, b, c, d, e, f, whole }, { na, nb, nc, nd, ne, nf }) {
    let at = 0;
    const put = (part: typeof a, count: number): void => {
      for (let i = 0; i < count; i++) whole[at++] = part[i];
    };
    put(a, na);
    put(b, nb);
    put(c, nc);
    put(d, nd);
    put(e, ne);
    put(f, nf);
  },
});

/** Adjoint of `join`: adds up the copies in `dwhole` and gives each tensor its part. */
export const joinBackward = defineKernel({
  name: 'join_backward',
  buffers: { dwhole: 'read', ...allOf('write', 'da', 'db', 'dc', 'dd', 'de', 'df') },
  dims: { ...COUNTS, ...u32('copies') },
  work: dims => joinedCount(dims) * dims.copies,
  grid: dims => linearGrid(joinedCount(dims), 64),
  reference({ dwhole, da, db, dc, dd, de, df }, dims) {
    const { na, nb, nc, nd, ne, nf, copies } = dims;
    const size = joinedCount(dims);
    let at = 0;
    const take = (part: typeof da, count: number): void => {
      for (let i = 0; i < count; i++, at++) {
        let sum = 0;
        for (let copy = 0; copy < copies; copy++) sum += dwhole[copy * size + at];
        part[i] = sum;
      }
    };
    take(da, na);
    take(db, nb);
    take(dc, nc);
    take(dd, nd);
    take(de, ne);
    take(df, nf);
  },
});
