import { z } from 'zod';
import type { RunConfig } from '../../lab/config/config';
import type { Experiment } from '../../lab/experiments/experiment';
import { parseParams } from '../../lab/experiments/parse_params';
import { blockConfig } from '../../models/config';
import { ownMaterial } from '../check';
import { applies } from '../defaults';
import { grouped } from '../format';
import type { Params } from '../stores/experiments';

/** What the visitor has set for an experiment, put together with its defaults. */
export interface Draft {
  readonly defaults: Params;
  /** With every default filled in; as far as that can be said where they are not valid. */
  readonly params: Params;
  /** What is wrong with them. */
  readonly error: string | null;
}

export function draftOf(experiment: Experiment, set: Params): Draft {
  const defaults = asParams(parseParams(experiment, {}));
  try {
    return { defaults, params: asParams(parseParams(experiment, set)), error: null };
  } catch (error) {
    return { defaults, params: { ...defaults, ...set }, error: error instanceof Error ? error.message : String(error) };
  }
}

function asParams(value: unknown): Params {
  return value instanceof Object ? { ...value } : {};
}

const listed = z.array(
  z.looseObject({
    name: z.string(),
    blocks: z.array(blockConfig),
    d_model: z.number().optional(),
    gate: z.string().optional(),
    layer: z.string().optional(),
  }),
);
export type ListedContender = z.infer<typeof listed>[number];

/** The contenders of an experiment's parameters, or none. */
export function contendersOf({ contenders }: Params): ListedContender[] {
  return listed.safeParse(contenders).data ?? [];
}

/** The contenders that the page offers: those of the defaults, then further ones. */
export function offeredContenders({ further }: Experiment, { defaults }: Draft): ListedContender[] {
  return [...contendersOf(defaults), ...contendersOf({ contenders: further })];
}

/** Parameters that differ from their defaults and have no field to show it. */
export function otherSettings(experiment: Experiment, { defaults, params }: Draft): string[] {
  const shown = new Set(['contenders', experiment.axes, experiment.sketch?.key, ...shownKeys(experiment)]);
  return Object.entries(params)
    .filter(([key, value]) => !shown.has(key) && JSON.stringify(value) !== JSON.stringify(defaults[key]))
    .map(([key, value]) => `${LABELS[key] ?? key.replaceAll('_', ' ')} ${valueWords(value)}`);
}

function shownKeys({ fields, choices = [] }: Experiment): string[] {
  return [...choices, ...fields].map(({ key }) => key);
}

/** Parameters that only a link, a file, or the argument sets. */
const LABELS: Readonly<Record<string, string>> = {
  from: 'first position',
  samples: 'timings of each point',
  seconds: 'time limit in seconds',
  tokens: 'tokens at a time',
  naive_tokens: 'naive tokens at a time',
  lengths: 'test lengths',
  match: 'equal',
};

function valueWords(value: unknown): string {
  if (typeof value === 'number') return grouped(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  if (value instanceof Object) {
    const { name, ...others }: { readonly name?: unknown } = value;
    return [
      ...(name === undefined ? [] : [valueWords(name)]),
      ...Object.entries(others).map(one => one.map(valueWords).join(' ')),
    ]
      .join(', ')
      .replaceAll('_', ' ');
  }
  return value === true ? 'on' : value === false ? 'off' : 'none';
}

/** The numbers and choices that the page lets a visitor change, in words. */
export function settingsWords({ fields, choices = [] }: Experiment, params: Params): string {
  const chosen = choices.flatMap(({ key, label, options }) => {
    const option = options.find(({ value }) => value === params[key]);
    return option ? [`${label.toLowerCase()}: ${option.label.toLowerCase()}`] : [];
  });
  const numbers = fields
    .filter(field => applies(field, params))
    .flatMap(({ key, label, unit }) => {
      const value = params[key];
      return typeof value === 'number'
        ? [`${label.toLowerCase()} ${grouped(value)}${unit && !label.toLowerCase().includes(unit) ? ` ${unit}` : ''}`]
        : [];
    });
  return [...chosen, ...numbers].join(' · ');
}

/** The race's contenders, and its task where the experiment chooses one, as parameters; null: the experiment does not take them. */
export function withRace(experiment: Experiment, set: Params, { task, contenders }: RunConfig): Params | null {
  const { params } = draftOf(experiment, set);
  const taken = {
    ...set,
    ...('task' in params && { task }),
    contenders: contenders.map(({ training, weights: _, frozen: __, ...contender }) => ({
      ...contender,
      ...(training?.lr !== undefined && { lr: training.lr }),
    })),
  };
  return ownMaterial(task) === null && draftOf(experiment, taken).error === null ? taken : null;
}
