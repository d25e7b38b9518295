import { gru as mix } from '../../autodiff/ops/gru';
import { linear } from '../../autodiff/ops/linear';
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
import { gruViews } from './recurrent_views';

const GATES = 3;

export const gru: Mixer<RecurrentConfig> = {
  name: 'gru',
  title: 'GRU',
  summary:
    'Like an LSTM with one memory instead of two: a gate decides how much of it to replace by something new, another how much of it to look at. ' +
    'It has fewer weights than an LSTM of the same size, and the same costs and limits (a gated recurrent unit).',
  citations: [
    'Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation',
    'Chung et al. 2014, Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling',
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
    const own = recurrent();
    decodeHidden(call, H, (y, adds) =>
      assembler.emit('gruCell', { gates, recurrent: own, H, h: state('h').at, y, adds }),
    );
  },

  state: (config, D) => [{ name: 'h', shape: [hiddenOf(config, D)] }],
  stateBytes: (config, D) => 4 * hiddenOf(config, D),
  // A sigmoid is 3, a tanh 1; r · inner and its sum are 2 less one bias, h = n + z (h - n) is 3.
  flops: (config, D) => recurrentFlops(GATES, hiddenOf(config, D), D, 2 * 3 + 1 + 1 + 3),
  receptiveField: () => null,
  views: gruViews,
};
