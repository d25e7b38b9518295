import { minimalDescription } from '../../minimal/description';

/** Feng et al. 2024: z = sigmoid(gate), h = (1 - z) h + z g(hidden), where neither gate nor hidden sees h. */
export const description = minimalDescription({
  name: 'min_gru',
  title: 'minGRU',
  summary:
    'A GRU whose gate looks at the token alone and not at the memory, so the memory is a running weighted average of what came in. ' +
    'It trains over all tokens at once (a linear recurrence with input-dependent gates), and each new token always costs the same.',
  weight: 'to_hidden_and_gate.weight',
  gates: 1,
  gateFlops: 3,
});
