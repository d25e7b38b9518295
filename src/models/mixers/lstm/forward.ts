import { lstm } from '../../../autodiff/ops/lstm';
import { recurrentForward } from '../../recurrent/forward';

export const forward = recurrentForward(lstm);
