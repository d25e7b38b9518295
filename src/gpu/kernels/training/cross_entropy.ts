import { IGNORED, isScored } from '../../../scored';
import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { lanesOf } from '../lanes';

/**
 * logits (rows, V), targets (rows) -> losses (rows, 2): the loss in nats, and 1 if right, 0 if wrong, -1 if not scored.
 * A target is a token, or IGNORED if the row is not scored. With `training`, logits are replaced by their gradient.
 */
export const crossEntropy = defineKernel({
  name: 'cross_entropy',
  buffers: { targets: 'read', scoring: 'read', logits: 'write', losses: 'write' },
  dims: u32('rows', 'V', 'training'),
  constants: ({ V }) => ({ LANES: lanesOf(V), IGNORED }),
  work: ({ rows, V }) => rows * V * 24,
  grid: ({ rows, V }) => linearGrid(rows * lanesOf(V), 64),
  reference({ targets, scoring, logits, losses }, { rows, V, training }) {
    for (let row = 0; row < rows; row++) {
      const own = logits.subarray(row * V, (row + 1) * V);
      const answer = targets[row];
      const scored = isScored(answer);
      let pick = 0;
      for (let v = 1; v < V; v++) if (own[v] > own[pick]) pick = v;
      const top = own[pick];
      let sum = 0;
      for (let v = 0; v < V; v++) sum += Math.exp(own[v] - top);
      losses[row * 2] = scored ? Math.log(sum) + top - own[answer] : 0;
      losses[row * 2 + 1] = scored ? Number(pick === answer) : -1;
      if (!training) continue;
      for (let v = 0; v < V; v++) {
        own[v] = scored ? (Math.exp(own[v] - top) / sum - Number(v === answer)) * scoring[0] : 0;
      }
    }
  },
});

/** losses (rows, 2) -> results[cursor % slots] = [mean loss, rows scored, rows right, 0]. */
export const lossSum = defineKernel({
  name: 'loss_sum',
  buffers: { losses: 'read', scoring: 'read', cursor: 'read', results: 'write' },
  dims: u32('rows', 'slots'),
  work: ({ rows }) => rows,
  grid: () => [1, 1, 1],
  reference({ losses, scoring, cursor, results }, { rows, slots }) {
    let loss = 0;
    let scored = 0;
    let right = 0;
    for (let row = 0; row < rows; row++) {
      loss += losses[row * 2];
      scored += Number(losses[row * 2 + 1] >= 0);
      right += Number(losses[row * 2 + 1] > 0.5);
    }
    results.set([loss * scoring[0], scored, right, 0], (cursor[0] % slots) * 4);
  },
});
