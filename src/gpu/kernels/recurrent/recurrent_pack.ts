import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/**
 * weight (gates·H, H) -> forward (H, H, 4) by input unit and, if `both`, backward (H, H, 4) by output unit; the last
 * dimension is the gate. The sequence kernels read these at every token.
 */
export const recurrentPack = defineKernel({
  name: 'recurrent_pack',
  buffers: { weight: 'read', forward: 'write', backward: 'write' },
  dims: u32('H', 'gates', 'both'),
  grid: ({ H }) => linearGrid(H * H, 64),
  reference({ weight, forward, backward }, { H, gates, both }) {
    for (let unit = 0; unit < H; unit++) {
      for (let k = 0; k < H; k++) {
        for (let gate = 0; gate < 4; gate++) {
          const value = gate < gates ? weight[(gate * H + unit) * H + k] : 0;
          forward[(k * H + unit) * 4 + gate] = value;
          if (both) backward[(unit * H + k) * 4 + gate] = value;
        }
      }
    }
  },
});
