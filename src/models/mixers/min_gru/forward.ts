import { minimalForward } from '../../minimal/forward';

export const forward = minimalForward('to_hidden_and_gate.weight', 1);
