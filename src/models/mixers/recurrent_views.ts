import type { HostArray } from '../../gpu/backend';
import { gruSequence } from '../../gpu/kernels/recurrent/gru';
import { lstmSequence } from '../../gpu/kernels/recurrent/lstm';
import { rnnSequence } from '../../gpu/kernels/recurrent/rnn';
import type { ViewsCall } from '../mixer';
import type { RowsView, View } from '../view';
import { aroundZero, rowsOf } from '../view_values';

type Range = 'gate' | 'tanh' | 'any';

interface Units {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  readonly range: Range;
}

function scaleOf(range: Range, values: Float32Array): RowsView['scale'] {
  switch (range) {
    case 'gate':
      return { kind: 'sequential', least: 0, most: 1 };
    case 'tanh':
      return { kind: 'diverging', least: -1, most: 1 };
    case 'any':
      return aroundZero(values);
    default:
      return range satisfies never;
  }
}

/** Views of values (L, units · H), H of them each. */
function unitsViews(values: HostArray, L: number, units: readonly Units[]): View[] {
  const stride = values.length / L;
  const H = stride / units.length;
  return units.map(({ key, title, help, range }, at) => {
    const own = rowsOf(values, { L, rows: H, stride, offset: at * H });
    return { kind: 'rows', key, title, help, rowName: 'unit', rows: H, values: own, scale: scaleOf(range, own) };
  });
}

export async function lstmViews({ kept, L }: ViewsCall<unknown>): Promise<View[]> {
  const gates = unitsViews(await kept(lstmSequence, 'gates'), L, [
    {
      key: 'input_gate',
      title: 'Input gate i',
      help: 'How much of what is new each unit writes into its cell: 1 all, 0 nothing.',
      range: 'gate',
    },
    {
      key: 'forget_gate',
      title: 'Forget gate f',
      help: 'How much of its cell each unit keeps: 1 keeps all, 0 clears it. A faint column is a token at which much is forgotten.',
      range: 'gate',
    },
    { key: 'candidate', title: 'Candidate g', help: 'What each unit would write into its cell.', range: 'tanh' },
    {
      key: 'output_gate',
      title: 'Output gate o',
      help: 'How much of its cell each unit shows: 1 all, 0 nothing.',
      range: 'gate',
    },
  ]);
  const cells = unitsViews(await kept(lstmSequence, 'cells'), L, [
    {
      key: 'cell',
      title: 'Cell c',
      help: 'What each unit remembers: f times the cell before, plus i times the candidate. A long stripe is a value that is kept.',
      range: 'any',
    },
  ]);
  return [...gates, ...cells];
}

export async function gruViews({ kept, L }: ViewsCall<unknown>): Promise<View[]> {
  const gates = unitsViews(await kept(gruSequence, 'gates'), L, [
    {
      key: 'reset_gate',
      title: 'Reset gate r',
      help: 'How much of its memory each unit looks at to make a candidate: 1 all, 0 nothing.',
      range: 'gate',
    },
    {
      key: 'update_gate',
      title: 'Update gate z',
      help: 'How much of its memory each unit keeps: 1 keeps all, 0 replaces it by the candidate.',
      range: 'gate',
    },
    {
      key: 'candidate',
      title: 'Candidate n',
      help: 'The new value that could replace each unit’s memory.',
      range: 'tanh',
    },
  ]);
  return [...gates, ...memory(await kept(gruSequence, 'history'), L)];
}

export async function rnnViews({ kept, L }: ViewsCall<unknown>): Promise<View[]> {
  return memory(await kept(rnnSequence, 'gates'), L);
}

/** Of h (L, H). */
function memory(h: HostArray, L: number): View[] {
  const help = 'What each unit remembers, and shows. A long stripe is a value that is kept.';
  return unitsViews(h, L, [{ key: 'hidden', title: 'Memory h', help, range: 'tanh' }]);
}
