import { dualForward } from '../../duality/forward';

export const forward = dualForward;
