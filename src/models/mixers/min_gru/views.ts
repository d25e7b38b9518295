import { minGruGates } from '../../../gpu/kernels/recurrent/min_gru_gates';
import type { Views } from '../../engine';
import { aroundZero, rowsOf } from '../../view_values';
import type { MinGruConfig } from './description';

export const views: Views<MinGruConfig> = async ({ config, kept, L, D }) => {
  const E = config.expand * D;
  const rows = await kept(minGruGates, 'values');
  const column = (index: number): Float32Array => rowsOf(rows, { L, rows: E, stride: 4 * E, offset: index * E });
  const update = column(2).map(a => 1 - a);
  const memory = column(3);
  return [
    {
      kind: 'rows',
      key: 'update_gate',
      title: 'Update gate z',
      help: 'How much of its memory each unit replaces by what is new: 1 replaces all, 0 keeps all.',
      rowName: 'unit',
      rows: E,
      values: update,
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
