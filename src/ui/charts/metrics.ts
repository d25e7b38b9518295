import { curveFacts } from '../../lab/race/curve';
import { findTask } from '../../tasks/registry';
import { accuracyInterval } from '../accuracy_interval';
import { bytes, compact, roundCount, significant, tickNumber } from '../format';
import type { MetricName } from '../stores/chart_views';
import type { RunState } from '../stores/run_state';
import { columnFormat } from './column_format';
import type { Values } from './measured';
import type { Range } from './range';
import { rateOver } from './rate';

/** A quantity that a chart shows. */
export interface Metric {
  readonly title: string;
  readonly unit: string;
  /** The strong lines. */
  readonly strong: Values;
  /** The faint lines behind. */
  readonly faint?: Values;
  /** What the unit says of both. */
  readonly both?: string;
  /** Names of the strong and the faint values in CSV. */
  readonly csv: readonly string[];
  readonly format: (value: number) => string;
  readonly tickFormat: (value: number) => string;
  /** Values are shares from 0 to 1, written in per cent. */
  readonly percent: boolean;
  /** The usual scale. */
  readonly log: boolean;
  /** The usual ends of y; null: as the data need. */
  readonly bounds: Range | null;
  /** The interval of a value, written after it; empty if it has none. */
  readonly spread?: (value: number) => string;
  readonly baselines: readonly { readonly name: string; readonly y: number }[];
}

type Baselines = readonly { readonly name: string; readonly loss: number }[];

const BOTH = 'validation strong, training faint';
const number = { format: (value: number) => significant(value), tickFormat: tickNumber, percent: false };

/** A quantity of this race. `baselines` are losses to compare with, in nats per scored token. */
export function metricOf(name: MetricName, { config }: Pick<RunState, 'config'>, baselines: Baselines): Metric {
  const task = config === null ? undefined : findTask(config.task.name);
  const unit = task?.unit ?? 'character';
  /** Something that follows from the loss. */
  const ofLoss = (title: string, unit: string, suffix: string, from: (loss: number) => number): Metric => ({
    ...number,
    title,
    unit,
    csv: [`validation${suffix}`, `loss${suffix}`],
    strong: ({ column }) => column('validation').map(from),
    faint: ({ column }) => column('loss').map(from),
    both: BOTH,
    log: name === 'perplexity',
    bounds: null,
    baselines: baselines.map(({ name, loss }) => ({ name, y: from(loss) })),
  });
  switch (name) {
    case 'loss':
      return ofLoss('Loss', 'nats per token', '', loss => loss);
    case 'training':
      return {
        ...number,
        title: curveFacts.loss.label,
        unit: 'nats per token',
        csv: ['loss'],
        strong: ({ column }) => column('loss'),
        log: false,
        bounds: null,
        baselines: baselines.map(({ name, loss }) => ({ name, y: loss })),
      };
    case 'bits':
      return ofLoss(`Bits per ${unit}`, `bits per ${unit}`, '_bits', loss => loss * Math.LOG2E);
    case 'perplexity':
      return ofLoss('Perplexity', 'e to the loss, per token', '_perplexity', Math.exp);
    case 'accuracy': {
      const training = task?.measure === 'accuracy' ? config?.training : undefined;
      return {
        ...columnFormat('accuracy'),
        percent: true,
        title: curveFacts.accuracy.label,
        unit: training
          ? '% of scored tokens right, validation (95 % interval)'
          : `% of next ${unit}s right, validation`,
        csv: ['accuracy'],
        strong: ({ column }) => column('accuracy'),
        log: false,
        bounds: training ? [0, 1] : null,
        ...(training ? { spread: share => accuracyInterval(share, training) } : {}),
        baselines: [],
      };
    }
    case 'gradient': {
      const clip = config?.training.clip_norm ?? null;
      return {
        ...number,
        title: curveFacts.gradientNorm.label,
        unit: `${curveFacts.gradientNorm.unit}, ${clip === null ? 'not clipped' : 'before clipping'}`,
        csv: ['gradientNorm'],
        strong: ({ column }) => column('gradientNorm'),
        log: true,
        bounds: null,
        baselines: clip === null ? [] : [{ name: `clipped above ${clip}`, y: clip }],
      };
    }
    case 'speed':
      return {
        title: 'Training speed',
        unit: 'tokens per second of its own turns',
        csv: ['tokens_per_second'],
        strong: ({ column }) => rateOver(column('tokens'), column('seconds')),
        format: speed => compact(Math.round(speed)),
        tickFormat: roundCount,
        percent: false,
        log: false,
        bounds: null,
        baselines: [],
      };
    case 'memory':
      return {
        title: 'Memory',
        unit: 'bytes to train with, on the device',
        csv: ['bytes'],
        strong: ({ column, plannedBytes }) => column('step').map(() => plannedBytes),
        format: bytes,
        tickFormat: bytes,
        percent: false,
        log: true,
        bounds: null,
        baselines: [],
      };
    default:
      return name satisfies never;
  }
}

/** Names of the quantities, for a choice. */
export const metricTitles: Readonly<Record<MetricName, { readonly label: string; readonly about: string }>> = {
  loss: { label: 'Loss', about: 'nats per scored token, on validation and training data' },
  training: { label: curveFacts.loss.label, about: 'nats per scored token' },
  bits: { label: 'Bits per character', about: 'the loss in bits, per character, token, or sample of the task' },
  perplexity: { label: 'Perplexity', about: 'e to the loss: among how many tokens it chooses' },
  accuracy: { label: curveFacts.accuracy.label, about: '% of tokens right' },
  gradient: { label: curveFacts.gradientNorm.label, about: 'over all weights, before clipping' },
  speed: { label: 'Training speed', about: 'tokens per second of its own turns' },
  memory: { label: 'Memory', about: 'bytes to train with, on the device' },
};
