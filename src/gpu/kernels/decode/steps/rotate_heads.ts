import { ropeRows } from '../../attention/rope';
import { defineStep } from '../step';

/** As `rotate_heads`, in place: x (width), heads of K. `frequencies`: where they are in the program's tables. */
export const rotateHeads = defineStep({
  name: 'rotate_heads',
  operands: ['x', 'width', 'K', 'frequencies'],
  twin({ x, width, K, frequencies }, { workspace, tables, position }) {
    const turns = tables.subarray(frequencies, frequencies + K + (K % 2));
    ropeRows(workspace, { count: 1, stride: width, offset: x, width }, turns, K, () => position);
  },
});
