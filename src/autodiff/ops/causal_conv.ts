import {
  causalConvBackward as backward,
  convCopies,
  convSegment,
  causalConv as forward,
} from '../../gpu/kernels/convolution/causal_conv';
import type { Tensor } from '../../gpu/tensor';
import type { Parameter, Tape, Var } from '../tape';

export interface CausalConvOptions {
  /** (E, 1, K), last tap on the current token */
  readonly weight: Parameter;
  /** (E) */
  readonly bias: Parameter;
  readonly B: number;
  readonly L: number;
  /** (B, E, K-1): the inputs before the first token; in the end, those before the next. */
  readonly state?: Tensor | undefined;
}

/** Within rows (B·L, 5E), gradient (B·L, 4E): writes columns u = silu(conv(x) + bias) from columns x; see models/mixers/mamba.ts. */
export function causalConv(tape: Tape, rows: Var, { weight, bias, B, L, state }: CausalConvOptions): void {
  const [E = 1, , K = 1] = weight.shape;
  const parameters = { weight: weight.data, bias: bias.data };
  tape.run(
    forward,
    { rows: rows.data, ...parameters, state: state ?? tape.nowhere() },
    { B, L, E, K, segment: state ? L : convSegment(B, L), carry: state ? 1 : 0 },
  );
  if (rows.grad) {
    const copies = convCopies(B, L);
    tape.pull(
      backward,
      {
        rows: rows.data,
        ...parameters,
        drows: rows.grad,
        dweight: tape.partial(weight, copies),
        dbias: tape.partial(bias, copies),
      },
      { B, L, E, K, segment: convSegment(B, L) },
      { drows: `0:${E}` },
    );
  }
}
