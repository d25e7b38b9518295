import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { inFours } from './in_fours';

/** Copies n elements of `source` from `source_offset` on to `destination` from `destination_offset` on. */
export const copy = defineKernel({
  name: 'copy',
  buffers: { source: 'read', destination: 'write' },
  dims: u32('n', 'source_offset', 'destination_offset'),
  grid: ({ n }) => linearGrid(n, 64),
  variants: inFours('copy', () => 1, 'n', 'source_offset', 'destination_offset'),
  probe: () => ({
    dims: { n: 260, source_offset: 4, destination_offset: 8 },
    elements: { source: 300, destination: 268 },
  }),
  reference({ source, destination }, { n, source_offset, destination_offset }) {
    for (let i = 0; i < n; i++) destination[destination_offset + i] = source[source_offset + i];
  },
});

/** Dims of `copy` for the first n elements of both. */
export function firstElements(n: number) {
  return { n, source_offset: 0, destination_offset: 0 };
}
