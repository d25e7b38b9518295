import { deltaForward } from '../../delta/forward';

export const forward = deltaForward;
