import { linear } from '../../autodiff/ops/linear';
import { rnn as mix } from '../../autodiff/ops/rnn';
import { whole } from '../../autodiff/slice';
import type { Mixer } from '../mixer';
import {
  bindRecurrent,
  decodeHidden,
  hiddenField,
  hiddenOf,
  type RecurrentConfig,
  recurrentDecode,
  recurrentFlops,
  recurrentParameters,
  recurrentSchema,
} from '../recurrent';
import { rnnViews } from './recurrent_views';

const GATES = 1;

export const rnn: Mixer<RecurrentConfig> = {
  name: 'rnn',
  title: 'Plain RNN',
  summary:
    'Replaces its whole memory at every token by a mix of the token and the old memory (a vanilla recurrent neural network). ' +
    'Nothing protects what it stored, so learning signals from the distant past fade or blow up on the way back (vanishing and exploding gradients).',
  citations: [
    'Elman 1990, Finding Structure in Time',
    'Bengio, Simard and Frasconi 1994, Learning Long-Term Dependencies with Gradient Descent is Difficult',
    'Pascanu, Mikolov and Bengio 2013, On the Difficulty of Training Recurrent Neural Networks',
  ],
  schema: recurrentSchema,
  fields: [hiddenField],
  parameters: (config, D) => recurrentParameters(GATES, hiddenOf(config, D), D),

  forward({ tape, config, parameter, x, residual, D, carry }) {
    const projects = hiddenOf(config, D) !== D;
    const y = mix(tape, x, bindRecurrent(parameter), {
      residual: projects ? undefined : residual,
      state: carry && { h: carry.state('h') },
    });
    return projects ? linear(tape, whole(y), parameter('out_proj.weight'), { residual }) : y;
  },

  decode(call) {
    const { assembler, state } = call;
    const { H, gates, recurrent } = recurrentDecode(call, GATES);
    const onto = recurrent(gates);
    decodeHidden(call, H, (y, adds) => assembler.emit('rnnCell', { gates: onto, H, h: state('h').at, y, adds }));
  },

  state: (config, D) => [{ name: 'h', shape: [hiddenOf(config, D)] }],
  stateBytes: (config, D) => 4 * hiddenOf(config, D),
  // A tanh is 1.
  flops: (config, D) => recurrentFlops(GATES, hiddenOf(config, D), D, 1),
  receptiveField: () => null,
  views: rnnViews,
};
