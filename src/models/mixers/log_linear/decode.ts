import { dualDecode } from '../../duality/decode';

export const decode = dualDecode;
