import { rnn } from '../../../autodiff/ops/rnn';
import { recurrentForward } from '../../recurrent/forward';

export const forward = recurrentForward(rnn);
