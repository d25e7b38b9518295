import { sigmoid } from '../../functions';
import { shownHead } from '../../scan/memory_output';
import { defineStep } from '../step';

/** As `memory_output`: sums (H, n + 1), u, z (E), m (H), weight, skip (E) -> y (E), which may be where u is. */
export const memoryOutput = defineStep({
  name: 'memory_output',
  operands: ['sums', 'u', 'z', 'm', 'weight', 'skip', 'E', 'H', 'y'],
  twin({ sums, u, z, m, weight, skip, E, H, y }, { workspace, parameters }) {
    const read = {
      sums: workspace.subarray(sums),
      values: workspace,
      weight: parameters.subarray(weight),
      skip: parameters.subarray(skip),
    };
    for (let h = 0; h < H; h++) {
      const { columns } = shownHead(read, { rows: 1, E, H, stride: 0, u, z, m }, 0, h);
      for (const { column, gate, value } of columns) workspace[y + column] = value * gate * sigmoid(gate);
    }
  },
});
