import { modelOf } from '../lab/config/model_of';
import { stateBytes } from '../models/cost';
import { quantile } from '../quantile';
import type { Task } from '../tasks/task';
import { accuracyInterval } from './accuracy_interval';
import { bytes, compact, percent, significant } from './format';
import type { ContenderRun, RunState } from './stores/run_state';
import { lastFinite } from './stores/series';

/** The position at which the table gives the bytes of state. */
const somePosition = 1024;

export interface ResultColumn {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly help: string;
  readonly read: (run: RunState, index: number, contender: ContenderRun) => string;
  /** The 95 % interval of the value; empty if nothing was measured. */
  readonly spread?: (run: RunState, contender: ContenderRun) => string;
}

/** Columns of the results table. Soft hyphens show where a narrow column breaks a long word. */
export function resultColumns(task: Task | undefined): readonly ResultColumn[] {
  return [
    {
      key: 'parameters',
      title: 'Size',
      unit: 'param\u00ADeters',
      help: 'Number of learned weights.',
      read: (_, __, { report }) => compact(report?.parameters ?? Number.NaN),
    },
    {
      key: 'flops',
      title: 'Training',
      unit: 'FLOPs/token',
      help: 'Arithmetic of one training step, forward and backward, per token.',
      read: (_, __, { report }) => compact(report?.trainingFlops ?? Number.NaN),
    },
    {
      key: 'speed',
      title: 'Speed',
      unit: 'tokens/s',
      help: 'Training tokens per second of this contender’s own turns, measured here.',
      read: (_, __, { curve }) => compact(Math.round(curve.tokens.last / curve.seconds.last)),
    },
    {
      key: 'validation',
      title: 'Valid\u00ADation',
      unit: 'nats/token',
      help: 'Loss on data never trained on; lower is better.',
      read: (_, __, { curve }) => significant(lastFinite(curve.validation)),
    },
    task?.measure === 'accuracy'
      ? {
          key: 'score',
          title: 'Accuracy',
          unit: '% right',
          help: 'Share of scored tokens that are exactly right, with the 95 % interval that follows from the number of validation sequences. Higher is better.',
          read: (_, __, { curve }) => percent(lastFinite(curve.accuracy)),
          spread: ({ config }, { curve }) =>
            config ? accuracyInterval(lastFinite(curve.accuracy), config.training) : '',
        }
      : {
          key: 'score',
          title: 'Score',
          unit: task?.sound ? 'bits/sample' : 'bits/char',
          help: 'The validation loss in bits; lower is better.',
          read: (_, __, { curve }) => significant(lastFinite(curve.validation) * Math.LOG2E),
        },
    {
      key: 'latency',
      title: 'Sampling',
      unit: 'ms/token',
      help: 'Median time of one sampled token with carried state, measured here.',
      read: (_, __, { latency }) => significant(quantile(latency.carried.milliseconds.view(), 0.5)),
    },
    {
      key: 'state',
      title: 'State',
      unit: `at ${compact(somePosition)}`,
      help: `Bytes a sequence carries from token to token at position ${compact(somePosition)}.`,
      read: ({ config, task }, index) => {
        const contender = config?.contenders[index];
        return contender && task ? bytes(stateBytes(modelOf(contender, task.vocabularySize), somePosition)) : '–';
      },
    },
  ];
}

/** Index of the contender with the least validation loss, or -1. A diverged contender never leads. */
export function leaderOf(run: RunState): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  run.contenders.forEach(({ curve, status }, index) => {
    const loss = lastFinite(curve.validation);
    if (loss < least && status !== 'diverged') {
      least = loss;
      best = index;
    }
  });
  return best;
}
