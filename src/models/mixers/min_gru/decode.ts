import { minimalDecode } from '../../minimal/decode';

export const decode = minimalDecode('to_hidden_and_gate.weight', 1);
