import { sigmoid } from '../../functions';
import { candidate } from '../../recurrent/min_gru_gates';
import { defineStep } from '../step';

/** As `min_gru_gates`, then h = a h + b: hidden, gate, y (E). h (E) is carried. y may be where hidden or gate is. */
export const minGruCell = defineStep({
  name: 'min_gru_cell',
  operands: ['hidden', 'gate', 'E', 'positive', 'h', 'y'],
  twin({ hidden, gate, E, positive, h, y }, { workspace, state }) {
    const kept = state(h, E);
    for (let i = 0; i < E; i++) {
      const own = workspace[gate + i];
      kept[i] = sigmoid(-own) * kept[i] + sigmoid(own) * candidate(workspace[hidden + i], positive);
      workspace[y + i] = kept[i];
    }
  },
});
