import backwardSource from '../../shaders/attention_backward_wide.wgsl?raw';
import forwardSource from '../../shaders/attention_wide.wgsl?raw';
import { compose } from '../compose';
import { MAX_WORKGROUPS } from '../grid';
import type { AdapterFacts, Probe, Variant } from '../kernel';

type Dim = 'B' | 'L' | 'D' | 'heads' | 'window';
type Dims<Other extends string = never> = Readonly<Record<Dim | Other, number>>;

/** Invocations of a workgroup, as in the shaders. */
const GROUP = 4;

/** Widest head that the shaders are written out for: the time to compile grows with it. */
const MAX_HEAD_DIM = 32;

/** Head width and length up to the next power of two: what one measurement of the variants stands for. */
export function shapeClass({ L, D, heads }: Dims): string {
  return [L, D / heads].map(extent => 2 ** Math.ceil(Math.log2(extent))).join(' ');
}

/** Blocks of four rows that an invocation owns. */
function blocks({ D, heads }: Dims): number {
  return D / heads <= 16 ? 2 : 1;
}

function groups(dims: Dims): number {
  return Math.ceil((dims.B * dims.heads * Math.ceil(dims.L / (4 * blocks(dims)))) / GROUP);
}

function runs(dims: Dims, { software }: AdapterFacts): boolean {
  return software && dims.D % 4 === 0 && dims.D / dims.heads <= MAX_HEAD_DIM && groups(dims) <= MAX_WORKGROUPS;
}

function constants(dims: Dims): Record<string, number> {
  const HEAD_DIM = dims.D / dims.heads;
  const QUADS = Math.ceil(HEAD_DIM / 4);
  const BLOCKS = blocks(dims);
  return { HEAD_DIM, QUADS, BLOCKS, OWNED: BLOCKS * QUADS };
}

export const forwardVariants: readonly Variant<Dim | 'slots'>[] = [
  {
    name: 'attention_wide',
    source: compose(forwardSource),
    runs: (dims, adapter) => dims.slots === 0 && runs(dims, adapter),
    suits: () => true,
    constants,
    grid: dims => [groups(dims), 1, 1],
  },
];

export const backwardVariants: readonly Variant<Dim>[] = [
  {
    name: 'attention_backward_wide',
    source: compose(backwardSource),
    runs,
    suits: () => true,
    constants,
    grid: dims => [groups(dims), 2, 1],
  },
];

/** A window and a part of a tile; heads of 4 n + 2 start in the middle of a vec4f. */
function probeDims({ D, heads }: Dims): Dims {
  return { B: 2, L: 11, D: (2 * D) / heads, heads: 2, window: 6 };
}

/** Of the buffers that both directions have. */
function probeElements({ B, L, D, heads }: Dims) {
  return { qkv: B * L * 3 * D, frequencies: D / heads, y: B * L * D, lse: B * heads * L };
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
