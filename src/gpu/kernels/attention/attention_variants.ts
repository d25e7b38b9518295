import type { Probe, Variant } from '../../kernel';
import { sizeClass } from '../../size_class';

type Dim = 'B' | 'L' | 'D' | 'heads' | 'window' | 'sharing' | 'alibi';
type Dims<Other extends string = never> = Readonly<Record<Dim | Other, number>>;

/** Widest head that an invocation holds in registers. */
export const MAX_HELD = 128;

/** Sizes up to the next power of two: what one measurement of the variants stands for. */
export function shapeClass({ L, D, heads }: Readonly<Record<'L' | 'D' | 'heads', number>>): string {
  return sizeClass(L, D / heads);
}

/** Invocations of a workgroup of the tiled shaders. */
const TILED_GROUP = 32;

/** Rows that an invocation of the tiled shaders owns: more for narrow heads, so that it uses each row of a tile several times. */
function ownRows({ D, heads }: Dims): number {
  return Math.max(1, Math.min(4, Math.floor((64 * heads) / D)));
}

/** Rows of a tile that the backward shader meets at a time. */
const STEPS = 2;

function tiledRuns({ D, heads }: Dims): boolean {
  return D / heads <= MAX_HELD;
}

/** TILE: as many rows, up to 64, as fit in 16 KiB of workgroup memory: two arrays a head wide, and in backward two numbers a row. */
function tiledConstants(dims: Dims): Record<string, number> {
  const HEAD_DIM = dims.D / dims.heads;
  const QUADS = Math.ceil(HEAD_DIM / 4);
  const TILE = Math.min(64, 4 * Math.floor(16384 / (32 * QUADS + 8) / 4));
  const ROWS = ownRows(dims);
  return { HEAD_DIM, QUADS, ROWS, OWNED: ROWS * QUADS, TILE };
}

function tiledGroups(dims: Dims): number {
  return Math.ceil(dims.L / (TILED_GROUP * ownRows(dims)));
}

export const forwardVariants: readonly Variant<Dim | 'slots'>[] = [
  {
    name: 'attention_forward_tiles',
    runs: tiledRuns,
    suits: () => true,
    constants: tiledConstants,
    grid: dims => [tiledGroups(dims), dims.heads, dims.B],
  },
];

export const backwardVariants: readonly Variant<Dim>[] = [
  {
    name: 'attention_backward_tiles',
    runs: tiledRuns,
    suits: () => true,
    constants: dims => ({ ...tiledConstants(dims), STEPS, MET: STEPS * ownRows(dims) }),
    grid: dims => [tiledGroups(dims), dims.heads, 2 * dims.B],
  },
];

/** Two heads that share their keys, with a window shorter than L, and less than a tile of rows. Heads 4 n + 2 wide start in the middle of a vec4f. */
function probeDims({ D, heads }: Dims): Dims {
  return { B: 2, L: 11, D: (2 * D) / heads, heads: 2, window: 6, sharing: 2, alibi: 1 };
}

/** Elements of the buffers that forward and backward both have. */
function probeElements({ B, L, D, heads }: Dims) {
  return { qkv: B * L * 2 * D, frequencies: 2 * Math.ceil(D / heads / 2), y: B * L * D, lse: B * heads * L };
}

export function forwardProbe(
  given: Dims,
): Probe<'qkv' | 'frequencies' | 'cursor' | 'key_cache' | 'value_cache' | 'y' | 'lse', Dim | 'slots'> {
  const dims = probeDims(given);
  return {
    dims: { ...dims, slots: 0 },
    elements: { ...probeElements(dims), cursor: 4, key_cache: 4, value_cache: 4 },
    zeros: ['frequencies', 'cursor'],
  };
}

export function backwardProbe(given: Dims): Probe<'qkv' | 'frequencies' | 'y' | 'lse' | 'dy' | 'dqkv', Dim> {
  const dims = probeDims(given);
  const elements = probeElements(dims);
  return { dims, elements: { ...elements, dy: elements.y, dqkv: elements.qkv }, zeros: ['frequencies'] };
}
