import { minimalDecode } from '../../minimal/decode';

export const decode = minimalDecode('to_hidden_and_f_i_gate.weight', 2);
