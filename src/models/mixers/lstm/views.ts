import { lstmSequence } from '../../../gpu/kernels/recurrent/lstm';
import type { Views } from '../../engine';
import type { RecurrentConfig } from '../../recurrent/description';
import { unitsViews } from '../../recurrent/views';

export const views: Views<RecurrentConfig> = async ({ kept, L }) => {
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
};
