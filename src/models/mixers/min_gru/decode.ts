import type { Decode } from '../../engine';
import type { MinGruConfig } from './description';

export const decode: Decode<MinGruConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const E = config.expand * D;
  const hidden = assembler.project({ x, width: D, weight: parameter('to_hidden_and_gate.weight'), rows: 2 * E });
  const positive = config.positive ? 1 : 0;
  assembler.emit('min_gru_cell', { hidden, gate: hidden + E, E, positive, h: state('h').at, y: hidden });
  assembler.project({ x: hidden, width: E, weight: parameter('to_out.weight'), rows: D, onto: residual });
};
