import { geluTanh } from '../../functions';
import { defineStep } from '../step';

/** As `gelu_gate`: x, gate, y (W). y may be where x or gate is. */
export const geluGate = defineStep({
  name: 'gelu_gate',
  operands: ['x', 'gate', 'W', 'y'],
  twin({ x, gate, W, y }, { workspace }) {
    for (let i = 0; i < W; i++) workspace[y + i] = workspace[x + i] * geluTanh(workspace[gate + i]);
  },
});
