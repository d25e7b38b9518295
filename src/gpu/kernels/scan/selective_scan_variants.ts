import type { Grid, Variant } from '../../kernel';
import { sizeClass } from '../../size_class';
import type { CUT } from './segments';
import { CHUNK, type SCANNED, TILE } from './selective_scan_layout';

export type Dim = keyof typeof SCANNED | keyof typeof CUT;
type Dims = Readonly<Record<Dim, number>>;

/** Sizes up to the next power of two: what one measurement of the variants stands for. */
export function shapeClass({ B, L, E, N }: Dims): string {
  return sizeClass(B, L, E, N);
}

/** Whole vec4s of states. */
function vectorised({ N }: Dims): boolean {
  return N % 4 === 0;
}

/** The fewest invocations of a workgroup. */
const FEWEST = 64;

/** The fewest channels of a workgroup: neighbours that read side by side. */
const NARROWEST = 16;

/** Channels of a workgroup that has an invocation for each four states of a channel: a power of two. */
function channelsOf({ N }: Dims): number {
  return Math.max(NARROWEST, 2 ** Math.ceil(Math.log2((4 * FEWEST) / N)));
}

/** Tokens that a workgroup loads at a time, so that they fit 16 KiB of workgroup memory. */
function timeOf({ N }: Dims): number {
  return N > 32 ? CHUNK / 2 : CHUNK;
}

function stagedConstants(dims: Dims): Readonly<Record<string, number>> {
  return { N: dims.N, QUADS: dims.N / 4, CHANNELS: channelsOf(dims), TIME: timeOf(dims) };
}

function stagedGrid(dims: Dims): Grid {
  return [Math.ceil(dims.E / channelsOf(dims)), dims.segments, dims.B];
}

/** Forms through workgroup memory. They have more invocations than the kernels themselves: one for four states of a channel. */
function staged<Other extends string>(
  name: string,
  constants: (dims: Readonly<Record<Dim | Other, number>>) => Readonly<Record<string, number>>,
): readonly Variant<Dim | Other>[] {
  return [
    {
      name,
      runs: vectorised,
      suits: () => true,
      constants: dims => ({ ...stagedConstants(dims), ...constants(dims) }),
      grid: stagedGrid,
    },
  ];
}

export type ForwardDim = 'z' | 'y' | 'gated' | 'save' | 'carry';

export const forwardVariants = staged<ForwardDim>('selective_scan_staged', ({ gated }) => ({
  CHUNK,
  TILE,
  GATED: gated,
}));

export const endsVariants = staged<never>('selective_scan_ends_staged', () => ({}));

export type AdjointDim = 'z' | 'd_stride' | 'dy' | 'gated';

export const adjointEndsVariants = staged<AdjointDim>('selective_scan_adjoint_ends_staged', ({ gated }) => ({
  GATED: gated,
}));
