import { gruSequence } from '../../../gpu/kernels/recurrent/gru';
import type { Views } from '../../engine';
import type { RecurrentConfig } from '../../recurrent/description';
import { memoryViews, unitsViews } from '../../recurrent/views';

export const views: Views<RecurrentConfig> = async ({ kept, L }) => {
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
  return [...gates, ...memoryViews(await kept(gruSequence, 'history'), L)];
};
