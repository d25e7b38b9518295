import source from '../../../shaders/pointwise/copy.wgsl?raw';
import { compose } from '../../compose';
import { linearGrid } from '../../grid';
import { defineKernel } from '../../kernel';

export const copy = defineKernel({
  name: 'copy',
  source: compose(source),
  buffers: { source: 'read', destination: 'write' },
  dims: { n: 'u32' },
  grid: ({ n }) => linearGrid(n, 64),
  reference({ source, destination }, { n }) {
    for (let i = 0; i < n; i++) destination[i] = source[i];
  },
});
