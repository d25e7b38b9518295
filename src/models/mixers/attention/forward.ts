import { attention } from '../../../autodiff/ops/attention';
import { linear } from '../../../autodiff/ops/linear';
import { addPositions, addWaves } from '../../../autodiff/ops/positions';
import { xposScale } from '../../../autodiff/ops/xpos_scale';
import { whole } from '../../../autodiff/slice';
import type { Var } from '../../../autodiff/tape';
import type { Forward, ForwardCall } from '../../engine';
import { ModelError } from '../../mixer';
import { type AttentionConfig, BASE, isTurned, keysOf } from './options';

/** The block's normalised input, with positions if they are added to it. */
function located({ tape, config, parameter, x, L, first }: ForwardCall<AttentionConfig>): Var {
  switch (config.positions) {
    case 'learned':
      if (tape.training && L > config.places) {
        throw new ModelError(
          `attention: sequences of ${L} tokens need as many learned positions, and there are ${config.places}; ` +
            `set 'places' to ${L} or more, or choose other positions`,
        );
      }
      return addPositions(tape, x, parameter('positions.weight'), first);
    case 'sinusoidal':
      return addWaves(tape, x, BASE, first);
    case 'rope':
    case 'xpos':
    case 'alibi':
    case 'none':
      return x;
    default:
      return config.positions satisfies never;
  }
}

export const forward: Forward<AttentionConfig> = call => {
  const { tape, config, parameter, residual, D, carry, first } = call;
  const { heads, positions } = config;
  const { sharing } = keysOf(config, D);
  const projected = linear(tape, whole(located(call)), parameter('in_proj.weight'));
  const qkv = positions === 'xpos' ? xposScale(tape, projected, { heads, sharing, first }) : projected;
  const y = attention(tape, qkv, {
    heads,
    sharing,
    alibi: positions === 'alibi',
    window: config.window ?? undefined,
    ropeBase: isTurned(positions) ? BASE : undefined,
    cache: carry && { keys: carry.state('k'), values: carry.state('v'), cursor: carry.cursor },
  });
  return linear(tape, whole(y), parameter('out_proj.weight'), { residual });
};
