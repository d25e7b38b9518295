import type { BlockConfig } from '../models/config';
import type { MixerDescription } from '../models/mixer';
import { findMixer } from '../models/registry';
import { applies, numberAt, parameterDefaults } from './defaults';

/** The title, or the name if the title is too long for a chip. */
export function shortTitle({ title, name }: MixerDescription): string {
  return title.length <= 12 ? title : name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** The block's first number and its settings that differ from the defaults, in a few characters. */
export function settingsOf(mixer: MixerDescription, block: BlockConfig): string {
  const defaults = parameterDefaults(mixer.name);
  const values = { ...defaults, ...block };
  const own = mixer.fields.filter(
    (field, i) => i === 0 || !Object.is(numberAt(values, field), numberAt(defaults, field)),
  );
  const numbers = own.flatMap(field => {
    const value = numberAt(values, field);
    if (!Number.isFinite(value)) return [];
    return field.short ? `${field.short} ${value}` : String(value);
  });
  return [...numbers, ...wordsOf(mixer, values, defaults), ...(block.mlp ? ['MLP'] : [])].join(' · ');
}

type Values = Readonly<Record<string, unknown>>;

/** The choices and switches that differ from their defaults. */
function wordsOf({ choices = [], switches = [] }: MixerDescription, values: Values, defaults: Values): string[] {
  const chosen = choices.filter(({ key }) => values[key] !== defaults[key]);
  const words = chosen.map(({ key, label, options }) => {
    const value = values[key];
    return typeof value === 'number' ? `${label} ${value}` : options.find(option => option.value === value)?.label;
  });
  const turned = switches.filter(({ key }) => values[key] !== defaults[key]);
  const states = turned.map(({ key, label, off }) => (values[key] === false ? off : label.toLowerCase()));
  return [...words.filter(word => word !== undefined), ...states];
}

/** The block's mixer, all its numbers by name, and its other settings that differ from the defaults. */
export function blockWords(block: BlockConfig): string {
  const mixer = findMixer(block.mixer);
  const defaults = parameterDefaults(mixer.name);
  const values = { ...defaults, ...block };
  const numbers = mixer.fields
    .filter(field => applies(field, values))
    .filter(field => Number.isFinite(numberAt(values, field)))
    .map(field => `${field.label} ${numberAt(values, field)}`);
  const words = wordsOf(mixer, values, defaults);
  return [mixer.title, ...numbers, ...words, ...(block.mlp ? [`MLP width ${block.mlp}`] : [])].join(', ');
}

/** A stack of blocks, neighbours of one mixer together: '2 × Mamba, states per channel 16', '4 × Dilated convolution, taps 4, dilation 1 to 64'. */
export function stackWords(blocks: readonly BlockConfig[]): string {
  const runs: BlockConfig[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (last?.[0]?.mixer === block.mixer) last.push(block);
    else runs.push([block]);
  }
  return runs.map(own => alikeWords(own)).join(' + ');
}

function alikeWords(own: readonly BlockConfig[]): string {
  const mixer = findMixer(own[0]?.mixer ?? '');
  const defaults = parameterDefaults(mixer.name);
  const numbers = mixer.fields.flatMap((field, i) => {
    const values = own.map(block => numberAt({ ...defaults, ...block }, field)).filter(Number.isFinite);
    const least = Math.min(...values);
    const most = Math.max(...values);
    if (values.length === 0 || (i > 0 && least === most && least === numberAt(defaults, field))) return [];
    return [`${field.label.toLowerCase()} ${least === most ? least : `${least} to ${most}`}`];
  });
  const words = new Set(own.flatMap(block => wordsOf(mixer, { ...defaults, ...block }, defaults)));
  const mlp = own.some(block => block.mlp) ? ['with MLP'] : [];
  const times = own.length > 1 ? `${own.length} × ` : '';
  return [`${times}${mixer.title}`, ...numbers, ...words, ...mlp].join(', ');
}
