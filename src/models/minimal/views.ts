import { minimalGates } from '../../gpu/kernels/recurrent/minimal_gates';
import type { Views } from '../engine';
import type { RowsView } from '../view';
import { aroundZero, rowsOf } from '../view_values';
import type { MinimalConfig } from './description';

/** How a mixer shows a, the share of its memory that a unit keeps. */
interface GateView extends Pick<RowsView, 'key' | 'title' | 'help'> {
  of(kept: number): number;
}

/** `views` of a mixer with so many gates: its gate, and its memory. */
export function minimalViews(gates: 1 | 2, { of, ...words }: GateView): Views<MinimalConfig> {
  return async ({ config, kept, L, D }) => {
    const E = config.expand * D;
    const rows = await kept(minimalGates, 'values');
    const column = (index: number): Float32Array =>
      rowsOf(rows, { L, rows: E, stride: (3 + gates) * E, offset: index * E });
    const memory = column(2 + gates);
    return [
      {
        kind: 'rows',
        ...words,
        rowName: 'unit',
        rows: E,
        values: column(1 + gates).map(of),
        scale: { kind: 'sequential', least: 0, most: 1 },
      },
      {
        kind: 'rows',
        key: 'hidden',
        title: 'Memory h',
        help: 'What each unit remembers, and shows. A long stripe is a value that is kept.',
        rowName: 'unit',
        rows: E,
        values: memory,
        scale: aroundZero(memory),
      },
    ];
  };
}
