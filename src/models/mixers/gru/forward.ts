import { gru } from '../../../autodiff/ops/gru';
import { recurrentForward } from '../../recurrent/forward';

export const forward = recurrentForward(gru);
