import type { Decode } from '../engine';
import type { MlpConfig } from './description';

export const decode: Decode<MlpConfig> = ({ assembler, config: { F }, parameter, x, residual, D }) => {
  const both = assembler.project({ x, width: D, weight: parameter('fc1.weight'), rows: 2 * F });
  assembler.emit('swiglu', { x: both, F, y: both });
  assembler.project({ x: both, width: F, weight: parameter('fc2.weight'), rows: D, onto: residual });
};
