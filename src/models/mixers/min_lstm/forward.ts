import { minimalForward } from '../../minimal/forward';

export const forward = minimalForward('to_hidden_and_f_i_gate.weight', 2);
