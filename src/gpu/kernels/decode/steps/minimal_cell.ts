import { sigmoid } from '../../functions';
import { candidate, openness } from '../../recurrent/minimal_gates';
import { defineStep } from '../step';

/** As `minimal_gates`, then h = a h + b: hidden, gate, forget, y (E). h (E) is carried. y may be where hidden or a gate is. */
export const minimalCell = defineStep({
  name: 'minimal_cell',
  operands: ['hidden', 'gate', 'forget', 'E', 'positive', 'paired', 'h', 'y'],
  twin({ hidden, gate, forget, E, positive, paired, h, y }, { workspace, state }) {
    const kept = state(h, E);
    for (let i = 0; i < E; i++) {
      const own = openness(workspace[gate + i], workspace[forget + i], paired);
      kept[i] = sigmoid(-own) * kept[i] + sigmoid(own) * candidate(workspace[hidden + i], positive);
      workspace[y + i] = kept[i];
    }
  },
});
