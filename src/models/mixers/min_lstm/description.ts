import { minimalDescription } from '../../minimal/description';

/** Feng et al. 2024: f and i are sigmoids of the token, and z = i / (f + i), h = (1 - z) h + z g(hidden). */
export const description = minimalDescription({
  name: 'min_lstm',
  title: 'minLSTM',
  summary:
    'An LSTM whose forget and input gates look at the token alone, and together always make one: what is forgotten makes room for what is new. ' +
    'Like minGRU it is a linear recurrence that trains over all tokens at once, with two projections for its gate in place of one.',
  weight: 'to_hidden_and_f_i_gate.weight',
  gates: 2,
  // Two of 3 for a softplus, 1 for their difference, 3 for its sigmoid.
  gateFlops: 10,
});
