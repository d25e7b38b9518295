import { lstm as op } from '../../autodiff/ops/lstm';
import { recurrentMixer } from '../recurrent';
import { lstmViews } from './recurrent_views';

export const lstm = recurrentMixer({
  name: 'lstm',
  title: 'LSTM',
  summary:
    'Reads one token after the other and keeps a memory of fixed size, which learned switches (gates) write to, keep, or clear. ' +
    'A new token always costs the same, but training must walk through time step by step (a recurrent neural network).',
  citations: [
    'Hochreiter and Schmidhuber 1997, Long Short-Term Memory',
    'Gers, Schmidhuber and Cummins 2000, Learning to Forget (the forget gate)',
  ],
  gates: 4,
  states: ['h', 'c'],
  op,
  cell({ assembler, state }, { H, gates, recurrent }) {
    const onto = recurrent(gates);
    return (y, adds) => assembler.emit('lstmCell', { gates: onto, H, h: state('h').at, c: state('c').at, y, adds });
  },
  // A sigmoid is 3, a tanh 1; c = f c + i g is 3, h = o tanh(c) is 2.
  unitFlops: 3 * 3 + 1 + 3 + 2,
  views: lstmViews,
});
