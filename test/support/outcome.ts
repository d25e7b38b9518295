import type { ExperimentOutcome } from '../../src/ui/stores/experiments';

/** An experiment that finished, with one row. */
export const finishedOutcome: ExperimentOutcome = {
  asked: { seed: 3 },
  params: { seed: 3, steps: 10 },
  adapter: 'some GPU',
  software: false,
  status: 'finished',
  progress: 1,
  message: 'finished',
  secondsLeft: null,
  seconds: 12,
  rows: [{ contender: 'A', accuracy: null, status: 'diverged' }],
  cells: [],
  summary: ['A diverged.'],
};
