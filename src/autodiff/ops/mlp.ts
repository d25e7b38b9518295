import { whole } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { linear } from './linear';
import { swiglu } from './swiglu';

/** fc2 · swiglu(fc1 · x) (+ residual): x and residual (..., D), fc1 (2F, D), fc2 (D, F) -> (..., D) */
export function mlp(tape: Tape, x: Var, residual: Var | undefined, fc1: Parameter, fc2: Parameter): Var {
  const hidden = swiglu(tape, linear(tape, whole(x), fc1));
  return linear(tape, whole(hidden), fc2, { residual });
}
