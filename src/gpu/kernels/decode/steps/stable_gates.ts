import { stableStep } from '../../scan/stable_gates';
import { defineStep } from '../step';

/** As `stable_gates`: cells (2H), i and f of each head, afterwards m in the first H; gates (2H). m (H) is carried. */
export const stableGates = defineStep({
  name: 'stable_gates',
  operands: ['cells', 'H', 'scale', 'm', 'gates'],
  twin({ cells, H, scale, m, gates }, { workspace, state, position }) {
    const most = state(m, H);
    for (let h = 0; h < H; h++) {
      const next = stableStep(workspace[cells + h], workspace[cells + H + h], most[h], position === 0);
      [workspace[gates + h], workspace[gates + H + h]] = [next.kept, scale * next.written];
      most[h] = next.m;
      workspace[cells + h] = next.m;
    }
  },
});
