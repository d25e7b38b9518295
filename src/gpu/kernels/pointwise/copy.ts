import { linearGrid } from '../../grid';
import { defineKernel } from '../../kernel';

/** n elements of `source` from `source_offset` on, to `destination` from `destination_offset` on. */
export const copy = defineKernel({
  name: 'copy',
  buffers: { source: 'read', destination: 'write' },
  dims: { n: 'u32', source_offset: 'u32', destination_offset: 'u32' },
  grid: ({ n }) => linearGrid(n, 64),
  reference({ source, destination }, { n, source_offset, destination_offset }) {
    for (let i = 0; i < n; i++) destination[destination_offset + i] = source[source_offset + i];
  },
});
