import type { Decode } from '../engine';
import type { MinimalConfig } from './description';

/** `decode` of a mixer whose first projection has this name. With two gates, the first is the forget gate. */
export function minimalDecode(weight: string, gates: 1 | 2): Decode<MinimalConfig> {
  return ({ assembler, config, parameter, state, x, residual, D }) => {
    const E = config.expand * D;
    const hidden = assembler.project({ x, width: D, weight: parameter(weight), rows: (1 + gates) * E });
    const [gate, forget] = [hidden + gates * E, hidden + E];
    const options = { positive: config.positive ? 1 : 0, paired: gates === 2 ? 1 : 0 };
    assembler.emit('minimal_cell', { hidden, gate, forget, E, ...options, h: state('h').at, y: hidden });
    assembler.project({ x: hidden, width: E, weight: parameter('to_out.weight'), rows: D, onto: residual });
  };
}
