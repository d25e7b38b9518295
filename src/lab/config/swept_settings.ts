import type { Field } from '../../field';
import { findMixer, mixers } from '../../models/registry';
import { trainingFields } from './training_fields';
import type { SweptValue } from './variants';
import { widthField } from './width_field';

/** A number that a sweep can vary. */
export interface SweepableSetting {
  /** As a SweepAxis names it. */
  readonly setting: string;
  readonly label: string;
  readonly field: Field;
  /** Values to begin with. */
  readonly usual: readonly number[];
}

/** Values to begin with, of settings whose bounds are far apart. */
const USUAL: Readonly<Record<string, readonly number[]>> = {
  lr: [3e-4, 1e-3, 3e-3, 1e-2],
  weight_decay: [0, 0.01, 0.1],
  dropout: [0, 0.1, 0.2],
  warmup: [0, 20, 100],
  batch: [8, 16, 32],
  steps: [100, 200, 400],
  d_model: [16, 32, 64],
};

const { lr, warmup, weight_decay, dropout, batch, steps } = trainingFields;
const shared: readonly SweepableSetting[] = [
  ...[lr, weight_decay, dropout, warmup, batch, steps].map(field => named('training', field)),
  named('contenders', widthField),
];

/** Numbers of the training, the width, and the fields of the blocks of these contenders, each once. */
export function sweepableSettings(
  contenders: readonly { readonly blocks: readonly { readonly mixer: string }[] }[],
): readonly SweepableSetting[] {
  const used = new Set(contenders.flatMap(({ blocks }) => blocks.map(({ mixer }) => mixer)));
  const own = [...used].flatMap(mixer => numbersOf(findMixer(mixer)));
  return [...shared, ...own.filter(({ setting }, i) => own.findIndex(other => other.setting === setting) === i)];
}

/** 'learning rate 0.003' */
export function settingWords(setting: string, value: SweptValue): string {
  return `${settingLabel(setting)} ${value}`;
}

/** 'learning rate'; the setting's own name where no field has it. */
export function settingLabel(setting: string): string {
  const all = [...shared, ...mixers.flatMap(numbersOf)];
  const label = all.find(known => known.setting === setting)?.label;
  return label === undefined ? setting : label.charAt(0).toLowerCase() + label.slice(1);
}

function numbersOf({ fields }: (typeof mixers)[number]): SweepableSetting[] {
  return fields.map(field => named('blocks', field));
}

function named(part: string, field: Field): SweepableSetting {
  const { key, min, max, options } = field;
  const doublings = [1, 2, 4, 8, 16].filter(value => value >= min && value <= max);
  return {
    setting: `${part}.${key}`,
    label: field.label,
    field,
    usual: USUAL[key] ?? options?.slice(0, 4) ?? doublings,
  };
}
