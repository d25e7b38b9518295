import type { Probe } from '../../kernel';
import { sizeOf } from '../../tensor';
import { CHUNK, savedStatesShape } from './selective_scan_layout';
import type { AdjointDim, Dim, ForwardDim } from './selective_scan_variants';

type Given<Name extends string> = Readonly<Record<Name, number>>;
type Scanned = 'rows' | 'xdbl' | 'A_log';

/** What all have: three segments of a chunk each, the last one shorter, and more channels than a workgroup has. */
function scanned(N: number, E: number) {
  const [B, L, segments] = [2, 2 * CHUNK + 5, 3];
  const columns = { stride: 4 * E, u: E, delta: 2 * E, BC: 1, BC_stride: 1 + 2 * N };
  return {
    dims: { B, L, E, N, segment: CHUNK, segments, ...columns },
    elements: { rows: B * L * columns.stride, xdbl: B * L * columns.BC_stride, A_log: E * N },
    channels: B * segments * E,
  };
}

export function forwardProbe({
  N,
  gated,
}: Given<'N' | 'gated'>): Probe<Scanned | 'D' | 'states' | 'starts' | 'carried', Dim | ForwardDim> {
  const { dims, elements, channels } = scanned(N, 66);
  const { B, L, E } = dims;
  return {
    dims: { ...dims, z: 3 * E, y: 0, gated, save: 1, carry: 1 },
    elements: {
      ...elements,
      ...{ D: E, states: sizeOf(savedStatesShape(B, L, E, N)), starts: channels * N, carried: B * E * N },
    },
    // Where a tile has no channel, nothing is saved, or zeros.
    zeros: ['states'],
  };
}

export function endsProbe({ N }: Given<'N'>): Probe<Scanned | 'ends' | 'totals', Dim> {
  const { dims, elements, channels } = scanned(N, 66);
  return { dims, elements: { ...elements, ends: channels * N, totals: channels } };
}

export function adjointEndsProbe({
  N,
  gated,
}: Given<'N' | 'gated'>): Probe<Scanned | 'drows' | 'ends', Dim | AdjointDim> {
  const { dims, elements, channels } = scanned(N, 66);
  return {
    dims: { ...dims, z: 3 * dims.E, d_stride: dims.stride, dy: 0, gated },
    elements: { ...elements, drows: elements.rows, ends: channels * N },
  };
}
