import { linear } from '../../autodiff/ops/linear';
import type { RecurrentOptions, RecurrentParameters } from '../../autodiff/ops/recurrent';
import { whole } from '../../autodiff/slice';
import type { Parameter, Tape, Var } from '../../autodiff/tape';
import type { Forward } from '../engine';
import { hiddenOf, type RecurrentConfig } from './description';

type Op<State extends string> = (
  tape: Tape,
  x: Var,
  parameters: RecurrentParameters,
  options: RecurrentOptions<State>,
) => Var;

function bindRecurrent(parameter: (name: string) => Parameter): RecurrentParameters {
  return {
    weightIh: parameter('weight_ih_l0'),
    weightHh: parameter('weight_hh_l0'),
    biasIh: parameter('bias_ih_l0'),
    biasHh: parameter('bias_hh_l0'),
  };
}

/** `forward` of a mixer with the recurrence `op`; projects back to the model's width only if H differs from it. */
export function recurrentForward<State extends string>(op: Op<State>): Forward<RecurrentConfig> {
  return ({ tape, config, parameter, x, residual, D, carry, wholeGradient }) => {
    const projects = hiddenOf(config, D) !== D;
    const y = op(tape, x, bindRecurrent(parameter), {
      residual: projects ? undefined : residual,
      state: carry && (state => carry.state(state)),
      segment: wholeGradient ? undefined : (config.bptt ?? undefined),
    });
    return projects ? linear(tape, whole(y), parameter('out_proj.weight'), { residual }) : y;
  };
}
