import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/** Copies n elements of `source` from `source_offset` on to `destination` from `destination_offset` on. */
export const copy = defineKernel({
  name: 'copy',
  buffers: { source: 'read', destination: 'write' },
  dims: u32('n', 'source_offset', 'destination_offset'),
  grid: ({ n }) => linearGrid(n, 64),
  reference({ source, destination }, { n, source_offset, destination_offset }) {
    for (let i = 0; i < n; i++) destination[destination_offset + i] = source[source_offset + i];
  },
});

/** Dims of `copy` for the first n elements of both. */
export function firstElements(n: number) {
  return { n, source_offset: 0, destination_offset: 0 };
}
