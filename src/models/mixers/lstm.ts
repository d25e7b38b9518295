import { z } from 'zod';
import { linear } from '../../autodiff/ops/linear';
import { lstm as mix } from '../../autodiff/ops/lstm';
import { whole } from '../../autodiff/slice';
import { LSTM_MAX_HIDDEN } from '../../gpu/kernels/lstm';
import { uniform } from '../initialise';
import { type Mixer, ModelError } from '../mixer';

const schema = z.strictObject({
  /** H; absent: the model's width D. */
  hidden: z.int().min(1).max(LSTM_MAX_HIDDEN).nullish(),
});
type Lstm = z.infer<typeof schema>;

function hiddenOf({ hidden }: Lstm, D: number): number {
  const H = hidden ?? D;
  if (H > LSTM_MAX_HIDDEN) {
    throw new ModelError(`lstm: ${H} hidden units are too many; set 'hidden' to ${LSTM_MAX_HIDDEN} or fewer`);
  }
  return H;
}

export const lstm: Mixer<Lstm> = {
  name: 'lstm',
  title: 'LSTM',
  summary:
    'Reads one token after the other and keeps a memory of fixed size, which learned switches (gates) write to, keep, or clear. ' +
    'A new token always costs the same, but training must walk through time step by step (a recurrent neural network).',
  citations: [
    'Hochreiter and Schmidhuber 1997, Long Short-Term Memory',
    'Gers, Schmidhuber and Cummins 2000, Learning to Forget (the forget gate)',
  ],
  schema,
  fields: [
    {
      key: 'hidden',
      label: 'Hidden units',
      help: 'How many numbers the memory holds (H); empty means as many as the model is wide.',
      min: 1,
      max: LSTM_MAX_HIDDEN,
      step: 1,
    },
  ],

  parameters(config, D) {
    const H = hiddenOf(config, D);
    const initialise = uniform(1 / Math.sqrt(H));
    return [
      { name: 'weight_ih_l0', shape: [4 * H, D], initialise },
      { name: 'weight_hh_l0', shape: [4 * H, H], initialise },
      { name: 'bias_ih_l0', shape: [4 * H], initialise },
      { name: 'bias_hh_l0', shape: [4 * H], initialise },
      ...(H === D ? [] : [{ name: 'out_proj.weight', shape: [D, H], initialise }]),
    ];
  },

  forward({ tape, config, parameter, x, residual, D, carry }) {
    const projects = hiddenOf(config, D) !== D;
    const y = mix(
      tape,
      x,
      {
        weightIh: parameter('weight_ih_l0'),
        weightHh: parameter('weight_hh_l0'),
        biasIh: parameter('bias_ih_l0'),
        biasHh: parameter('bias_hh_l0'),
      },
      {
        residual: projects ? undefined : residual,
        state: carry && { h: carry.state('h'), c: carry.state('c') },
      },
    );
    return projects ? linear(tape, whole(y), parameter('out_proj.weight'), { residual }) : y;
  },

  state(config, D) {
    const shape = [hiddenOf(config, D)];
    return [
      { name: 'h', shape },
      { name: 'c', shape },
    ];
  },
  stateBytes: (config, D) => 2 * 4 * hiddenOf(config, D),
  flops(config, D) {
    const H = hiddenOf(config, D);
    const projections = 2 * 4 * H * (D + H) + (H === D ? 0 : 2 * D * H);
    // Two biases a gate; a sigmoid is 3, a tanh 1; c = f c + i g is 3, h = o tanh(c) is 2.
    return projections + (2 * 4 + 3 * 3 + 1 + 3 + 2) * H;
  },
  receptiveField: () => null,
};
