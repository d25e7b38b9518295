import { dilatedConv } from '../../../autodiff/ops/dilated_conv';
import { linear } from '../../../autodiff/ops/linear';
import { whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import type { ConvConfig } from './description';

export const forward: Forward<ConvConfig> = ({ tape, config, parameter, x, residual, carry }) => {
  const before = carry && { queue: carry.state('queue'), cursor: carry.cursor };
  const gated = dilatedConv(tape, x, parameter('conv.weight'), parameter('conv.bias'), config.dilation, before);
  return linear(tape, whole(gated), parameter('out_proj.weight'), { bias: parameter('out_proj.bias'), residual });
};
