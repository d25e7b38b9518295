import { MAX_WORKGROUPS } from '../../grid';
import type { Grid, Variant } from '../../kernel';
import { sizeClass } from '../../size_class';
import { columnGrid, columnLanes } from './few_rows';

type Size = 'rows' | 'columns' | 'inner';
type NnDim = Size | 'a_stride' | 'a_offset' | 'c_stride' | 'c_offset';
type NtDim = NnDim | 'has_bias' | 'has_residual';
type TnDim = Size | 'a_stride' | 'a_offset' | 'b_stride' | 'b_offset' | 'chunk' | 'has_bias';
type Dims<Dim extends string> = Readonly<Record<Dim, number>>;

/** Sizes up to the next power of two: what one measurement of the variants stands for. */
export function shapeClass({ rows, columns, inner }: Dims<Size>): string {
  return sizeClass(rows, columns, inner);
}

/** Workgroups of 64 x 64 results. */
function tiles({ rows, columns }: Dims<Size>, splits = 1): Grid {
  return [Math.ceil(columns / 64), Math.ceil(rows / 64), splits];
}

function wholeVec4s(...extents: readonly number[]): boolean {
  return extents.every(extent => extent % 4 === 0);
}

/** The last columns may be fewer than four, unless a residual is read there. */
function ntVectorised({ columns, inner, a_stride, a_offset, c_stride, c_offset, has_residual }: Dims<NtDim>): boolean {
  return wholeVec4s(inner, a_stride, a_offset, c_stride, c_offset, has_residual ? columns : 0);
}

/** `inner` is free. */
function nnVectorised({ columns, a_stride, a_offset, c_stride, c_offset }: Dims<NnDim>): boolean {
  return wholeVec4s(columns, a_stride, a_offset, c_stride, c_offset);
}

/** `rows` is free. */
function tnVectorised({ columns, inner, a_stride, a_offset, b_stride, b_offset, chunk }: Dims<TnDim>): boolean {
  return wholeVec4s(columns, inner, a_stride, a_offset, b_stride, b_offset, chunk);
}

/** A result of 32 rows or columns fills half of a tile of 64. The shader for any sizes computes 32 x 32 and needs no barrier. */
function fillsTile({ rows, columns }: Dims<Size>): boolean {
  return rows > 32 && columns > 32;
}

/**
 * The two variants that read whole vec4s. tiles is the default: it loads each number once for a workgroup, quad once for four
 * invocations. quad needs the invocations of a quad to be neighbours in local_invocation_index. WGSL does not promise that, so a
 * device must pass the probe. A measurement of the machine may choose it.
 */
function tiled<Dim extends string>(
  name: string,
  vectorised: (dims: Dims<Size | Dim>) => boolean,
  grid: (dims: Dims<Size | Dim>) => Grid,
): Variant<Size | Dim>[] {
  return [
    {
      name: `${name}_tiles`,
      runs: vectorised,
      suits: fillsTile,
      grid,
    },
    {
      name: `${name}_quad`,
      runs: (dims, { subgroups }) => subgroups && vectorised(dims),
      suits: fillsTile,
      grid,
    },
  ];
}

/** Up to so many rows, matvec_nt, which takes row by row, is the default. */
const FEW_ROWS = 8;

export const ntVariants: readonly Variant<NtDim>[] = [
  {
    name: 'matvec_nt',
    runs: ({ rows, inner, a_stride, a_offset }) => rows <= MAX_WORKGROUPS && wholeVec4s(inner, a_stride, a_offset),
    suits: ({ rows }) => rows <= FEW_ROWS,
    constants: ({ inner }) => ({ LANES: columnLanes(inner / 4) }),
    grid: ({ rows, columns, inner }) => columnGrid(rows, columns, inner / 4),
  },
  ...tiled<NtDim>('matmul_nt', ntVectorised, tiles),
];

export const nnVariants: readonly Variant<NnDim>[] = tiled<NnDim>('matmul_nn', nnVectorised, tiles);

export const tnVariants: readonly Variant<TnDim>[] = tiled<TnDim>('matmul_tn', tnVectorised, dims =>
  tiles(dims, Math.ceil(dims.inner / dims.chunk)),
);
