import { recurrentDescription } from '../../recurrent/description';

export const description = recurrentDescription({
  name: 'gru',
  title: 'GRU',
  summary:
    'Like an LSTM with one memory instead of two: a gate decides how much of it to replace by something new, another how much of it to look at. ' +
    'It has fewer weights than an LSTM of the same size, and the same costs and limits (a gated recurrent unit).',
  citations: [
    'Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation',
    'Chung et al. 2014, Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling',
  ],
  gates: 3,
  states: ['h'],
  // A sigmoid is 3, a tanh 1; r · inner and its sum are 2 less one bias, h = n + z (h - n) is 3.
  unitFlops: 2 * 3 + 1 + 1 + 3,
});
