import { defineStep } from '../step';

/** y (n) = numbers of the program's tables, from `table` on, which hold the bits of f32. */
export const loadTable = defineStep({
  name: 'load_table',
  operands: ['table', 'n', 'y'],
  twin({ table, n, y }, { workspace, tables }) {
    const bits = Int32Array.from(tables.subarray(table, table + n));
    workspace.set(new Float32Array(bits.buffer), y);
  },
});
