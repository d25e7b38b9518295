import { linearGrid } from '../../grid';
import type { Grid, Variant } from '../../kernel';
import { sizeClass } from '../../size_class';

type Dim = 'B' | 'L' | 'D' | 'K' | 'dilation';
type Dims<Other extends string = never> = Readonly<Record<Dim | Other, number>>;

/** Invocations a workgroup, as in the shaders. */
const GROUP = 32;

/** Blocks of four rows an invocation, as in the shaders. */
const ROWS = 2;

/** The most taps that a shader is unrolled for. */
const MOST_TAPS = 8;

/** Sizes up to the next power of two: what one measurement of the variants stands for. */
export function shapeClass({ B, L, D, K }: Dims): string {
  return sizeClass(B * L, D, K);
}

function vectorised({ D, K }: Dims): boolean {
  return D % 4 === 0 && K <= MOST_TAPS;
}

/** About how many products an output sums at once. With more, a workgroup would take long. */
const MOST_PRODUCTS = 16384;

/** Taps that an output sums at once, if each has so many channels. */
export function tapsAtOnce(channels: number): number {
  return Math.max(1, Math.floor(MOST_PRODUCTS / channels));
}

function tiles({ B, L, D }: Dims): Grid {
  return linearGrid((D / 4) * Math.ceil((B * L) / (4 * ROWS)), GROUP);
}

/** Blocks of four filters of the weight's gradient: up to 64 sums, with more than four taps up to 128. */
function weightBlocks({ K }: Dims): number {
  return Math.max(1, Math.floor(4 / K));
}

/** The most taps of a tile, if they are not a multiple of 4: a tile of 28 steps fits 16 KiB of workgroup memory. */
const MOST_TILED_TAPS = 7;

/** A workgroup computes more outputs than those of the other forms, so each may be a sum of half as many products. */
function tileRuns({ D, K }: Dims, channels: number): boolean {
  return D % 4 === 0 && (K % 4 === 0 || K <= MOST_TILED_TAPS) && 2 * K <= tapsAtOnce(channels);
}

/** What an inner tile has: see dilated_conv_tiles.wgsl. About 16 steps. */
function tileConstants({ K }: Dims): Readonly<Record<string, number>> {
  const TAPS = K % 4 === 0 ? 4 : K;
  return { K, TAPS, CHANNELS: 4 * Math.ceil(4 / TAPS), PITCH: TAPS === 4 ? K / 4 : 1 };
}

/** Smaller products leave more than half of the workgroups' invocations idle. */
function fillsTile({ B, L, D }: Dims): boolean {
  return B * L > 32 && D > 16;
}

function carries({ slots }: Readonly<Record<'slots', number>>): Readonly<Record<string, number>> {
  return { CARRY: slots > 0 ? 1 : 0 };
}

export const forwardVariants: readonly Variant<Dim | 'slots' | 'save'>[] = [
  {
    name: 'dilated_conv_tiles',
    runs: dims => tileRuns(dims, dims.D),
    suits: fillsTile,
    constants: dims => ({ ...tileConstants(dims), ...carries(dims) }),
    grid: ({ B, L, D }) => [Math.ceil(D / 32), Math.ceil((B * L) / 64), 1],
  },
  {
    name: 'dilated_conv_vec4',
    runs: dims => vectorised(dims) && dims.slots === 0 && dims.K <= tapsAtOnce(dims.D),
    suits: () => true,
    constants: ({ K }) => ({ K }),
    grid: tiles,
  },
];

export const inputVariants: readonly Variant<Dim>[] = [
  {
    name: 'dilated_conv_input_tiles',
    runs: dims => tileRuns(dims, 2 * dims.D),
    suits: fillsTile,
    constants: tileConstants,
    grid: ({ B, L, D }) => [Math.ceil(D / 64), Math.ceil((B * L) / 64), 1],
  },
  {
    name: 'dilated_conv_input_vec4',
    runs: dims => vectorised(dims) && dims.K <= tapsAtOnce(2 * dims.D),
    suits: () => true,
    constants: ({ K }) => ({ K }),
    grid: tiles,
  },
];

export const weightVariants: readonly Variant<Dim | 'slots' | 'copies'>[] = [
  {
    name: 'dilated_conv_weight_tiles',
    runs: ({ D }) => D % 4 === 0,
    suits: ({ D, K }) => D > 16 && D * K > 32,
    constants: carries,
    grid: ({ D, K, copies }) => [Math.ceil((D * K) / 64), Math.ceil(D / 32), copies],
  },
  // For whole blocks of four rows.
  {
    name: 'dilated_conv_weight_vec4',
    runs: dims => vectorised(dims) && dims.slots === 0 && (dims.B * dims.L) % 4 === 0,
    suits: () => true,
    constants: dims => ({ K: dims.K, BLOCKS: weightBlocks(dims) }),
    grid: dims => linearGrid((dims.D / 4) * Math.ceil(dims.D / 2 / weightBlocks(dims)) * dims.copies, GROUP),
  },
];
