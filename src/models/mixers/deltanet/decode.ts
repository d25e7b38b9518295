import { deltaDecode } from '../../delta/decode';

export const decode = deltaDecode;
