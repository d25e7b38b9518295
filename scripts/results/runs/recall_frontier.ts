import type { Row } from '../../../src/lab/experiments/experiment';
import { large, medium, small } from '../../../src/lab/experiments/recall_contenders';
import { all } from '../known';
import type { StrongRun } from '../strong_run';

/** From the one that recalls most with a small state to the one that recalls least. */
const ORDER = ['Gated DeltaNet', 'Mamba-2', 'Mamba', 'S4D'];
const smallNames = small.map(({ name }) => name);

/** Accuracies of a family with its smallest state, by number of pairs. */
function accuracies(rows: readonly Row[], family: string): Map<number, number> {
  const own = rows.filter(row => row.family === family && smallNames.includes(String(row.contender)));
  return new Map(
    own.flatMap(({ pairs, accuracy }) =>
      typeof pairs === 'number' && typeof accuracy === 'number' ? [[pairs, accuracy] as const] : [],
    ),
  );
}

/** Whether one family is right as often as the other or more, at each number of pairs; null: one has no figure. */
function notBelow(rows: readonly Row[], better: string, worse: string): boolean | null {
  const [high, low] = [accuracies(rows, better), accuracies(rows, worse)];
  if (low.size === 0 || high.size < low.size) return null;
  return [...low].every(([pairs, accuracy]) => (high.get(pairs) ?? 0) >= accuracy);
}

export const recallFrontier: StrongRun = {
  name: 'recall-frontier',
  experiment: 'recall_frontier',
  params: {
    seeds: 3,
    length: 64,
    vocabulary: 64,
    pairs: [4, 8, 16],
    steps: 3000,
    rates: [1e-3, 3e-3, 1e-2],
    // Every rate is tried with each, attention's too.
    contenders: [...small, ...medium, ...large].map(({ lr: _, ...contender }) => contender),
  },
  hours: 2,
  known: [
    {
      claim:
        'With a small state of about equal size, Gated DeltaNet recalls no less than Mamba-2, Mamba-2 no less than Mamba, and Mamba no less than S4D.',
      source: 'Yang, Kautz and Hatamizadeh 2024, arXiv:2412.06464; Arora et al. 2024, zoology',
      holds: rows => all(...ORDER.slice(1).map((worse, i) => notBelow(rows, ORDER[i] ?? '', worse))),
    },
    {
      claim: 'Attention, whose state grows, recalls no less than any of them.',
      source: 'Arora et al. 2023, arXiv:2312.04927',
      holds: rows => all(...ORDER.map(worse => notBelow(rows, 'Attention', worse))),
    },
  ],
  table: { kind: 'pivot', down: ['contender', 'state_bytes'], across: 'pairs', value: 'accuracy' },
};
