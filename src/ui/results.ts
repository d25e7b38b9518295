import { modelOf } from '../lab/config/model_of';
import { stateBytes } from '../models/cost';
import { quantile } from '../quantile';
import { deviationOf, meanOf } from '../statistics';
import type { Task } from '../tasks/task';
import { accuracyInterval } from './accuracy_interval';
import { bytes, compact, percent, significant } from './format';
import { byContender, type MemberRun, type RunState } from './stores/run_state';
import { lastFinite } from './stores/series';

/** The position at which the table gives the bytes of state. */
const somePosition = 1024;

export interface ResultColumn {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** Its name in CSV, with the unit. */
  readonly csv: string;
  readonly help: string;
  /** The value of one member; NaN: not measured. */
  readonly value: (run: RunState, member: MemberRun) => number;
  readonly format: (value: number) => string;
  /** Spread over seeds says something: it is measured, and no property of the model. */
  readonly varies: boolean;
  /** With one seed: the 95 % interval of the value; empty if nothing was measured. */
  readonly interval?: (run: RunState, value: number) => string;
}

/** A figure of a contender. */
export interface Figure {
  /** The mean over its seeds that have a value. */
  readonly value: string;
  /** The standard deviation over its seeds, or the interval of the only one; empty: there is none. */
  readonly spread: string;
}

/** The figure of a contender with these members. */
export function figureOf(run: RunState, column: ResultColumn, members: readonly MemberRun[]): Figure {
  const values = members.map(member => column.value(run, member)).filter(Number.isFinite);
  const value = values.length > 0 ? meanOf(values) : Number.NaN;
  if (members.length === 1) return { value: column.format(value), spread: column.interval?.(run, value) ?? '' };
  const deviation = column.varies ? deviationOf(values) : Number.NaN;
  return { value: column.format(value), spread: Number.isFinite(deviation) ? `± ${column.format(deviation)}` : '' };
}

/** Columns of the results table. */
export function resultColumns(task: Task | undefined): readonly ResultColumn[] {
  return [
    {
      key: 'parameters',
      title: 'Size',
      unit: 'parameters',
      csv: 'parameters',
      help: 'Number of learned weights.',
      value: (_, { report }) => report?.parameters ?? Number.NaN,
      format: compact,
      varies: false,
    },
    {
      key: 'flops',
      title: 'Training',
      unit: 'FLOPs/token',
      csv: 'training_flops_per_token',
      help: 'Arithmetic of one training step, forward and backward, per token.',
      value: (_, { report }) => report?.trainingFlops ?? Number.NaN,
      format: compact,
      varies: false,
    },
    {
      key: 'speed',
      title: 'Speed',
      unit: 'tokens/s',
      csv: 'tokens_per_second',
      help: 'Training tokens per second of this contender’s own turns, measured here.',
      value: (_, { curve }) => curve.tokens.last / curve.seconds.last,
      format: speed => compact(Math.round(speed)),
      varies: true,
    },
    {
      key: 'validation',
      title: 'Validation',
      unit: 'nats/token',
      csv: 'validation_nats_per_token',
      help: 'Loss on data never trained on; lower is better.',
      value: (_, { curve }) => lastFinite(curve.validation),
      format: loss => significant(loss),
      varies: true,
    },
    task?.measure === 'accuracy'
      ? {
          key: 'score',
          title: 'Accuracy',
          unit: '% right',
          csv: 'accuracy',
          help: 'Share of scored tokens that are exactly right, with the 95 % interval that follows from the number of validation sequences. Higher is better.',
          value: (_: RunState, { curve }: MemberRun) => lastFinite(curve.accuracy),
          format: percent,
          varies: true,
          interval: ({ config }: RunState, share: number) => (config ? accuracyInterval(share, config.training) : ''),
        }
      : {
          key: 'score',
          title: 'Score',
          unit: `bits/${task?.unit ?? 'char'}`,
          csv: `bits_per_${task?.unit ?? 'character'}`,
          help: 'The validation loss in bits; lower is better.',
          value: (_: RunState, { curve }: MemberRun) => lastFinite(curve.validation) * Math.LOG2E,
          format: (bits: number) => significant(bits),
          varies: true,
        },
    {
      key: 'latency',
      title: 'Sampling',
      unit: 'median ms/token',
      csv: 'milliseconds_per_token',
      help: 'Median time of one sampled token with carried state, measured here.',
      value: (_, { latency }) => quantile(latency.carried.milliseconds.view(), 0.5),
      format: (time: number) => significant(time),
      varies: true,
    },
    {
      key: 'state',
      title: 'State',
      unit: `at ${compact(somePosition)}`,
      csv: `state_bytes_at_${somePosition}`,
      help: `Bytes a sequence carries from token to token at position ${compact(somePosition)}.`,
      value: ({ config, task }, member) => {
        const contender = config?.contenders[member.contender];
        return contender && task ? stateBytes(modelOf(contender, task.vocabularySize), somePosition) : Number.NaN;
      },
      format: bytes,
      varies: false,
    },
  ];
}

/** Index of the contender with the least validation loss, on average over its seeds, or -1. One that diverged never leads. */
export function leaderOf(run: RunState): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  byContender(run).forEach((members, index) => {
    const loss = meanOf(members.map(({ curve }) => lastFinite(curve.validation)));
    if (loss < least && members.every(({ status }) => status !== 'diverged')) {
      least = loss;
      best = index;
    }
  });
  return best;
}
