import { linear } from '../../autodiff/ops/linear';
import { lstm as mix } from '../../autodiff/ops/lstm';
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
import { lstmViews } from './recurrent_views';

const GATES = 4;

export const lstm: Mixer<RecurrentConfig> = {
  name: 'lstm',
  title: 'LSTM',
  summary:
    'Reads one token after the other and keeps a memory of fixed size, which learned switches (gates) write to, keep, or clear. ' +
    'A new token always costs the same, but training must walk through time step by step (a recurrent neural network).',
  citations: [
    'Hochreiter and Schmidhuber 1997, Long Short-Term Memory',
    'Gers, Schmidhuber and Cummins 2000, Learning to Forget (the forget gate)',
  ],
  schema: recurrentSchema,
  fields: [hiddenField],
  parameters: (config, D) => recurrentParameters(GATES, hiddenOf(config, D), D),

  forward({ tape, config, parameter, x, residual, D, carry }) {
    const projects = hiddenOf(config, D) !== D;
    const y = mix(tape, x, bindRecurrent(parameter), {
      residual: projects ? undefined : residual,
      state: carry && { h: carry.state('h'), c: carry.state('c') },
    });
    return projects ? linear(tape, whole(y), parameter('out_proj.weight'), { residual }) : y;
  },

  decode(call) {
    const { assembler, state } = call;
    const { H, gates, recurrent } = recurrentDecode(call, GATES);
    const onto = recurrent(gates);
    decodeHidden(call, H, (y, adds) =>
      assembler.emit('lstmCell', { gates: onto, H, h: state('h').at, c: state('c').at, y, adds }),
    );
  },

  state(config, D) {
    const shape = [hiddenOf(config, D)];
    return [
      { name: 'h', shape },
      { name: 'c', shape },
    ];
  },
  stateBytes: (config, D) => 2 * 4 * hiddenOf(config, D),
  // A sigmoid is 3, a tanh 1; c = f c + i g is 3, h = o tanh(c) is 2.
  flops: (config, D) => recurrentFlops(GATES, hiddenOf(config, D), D, 3 * 3 + 1 + 3 + 2),
  receptiveField: () => null,
  views: lstmViews,
};
