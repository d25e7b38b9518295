import type { Carried } from '../../models/carried';
import type { Flow } from '../../models/flow';
import { bytes, compact } from '../format';

/** What all blocks carry from token to token, in a few characters: '19.0 KiB', '+ 896 B/token'. */
export function carriedInAll({ layers }: Flow): string {
  const all = layers.flatMap(({ carried }) => carried ?? []);
  const fixed = sum(all.filter(({ growth }) => growth === 0).map(own => own.bytes));
  const growth = sum(all.map(own => own.growth));
  const parts = [...(fixed > 0 ? [bytes(fixed)] : []), ...(growth > 0 ? [`+ ${bytes(growth)}/token`] : [])];
  return parts.length === 0 ? 'nothing' : parts.join(' ');
}

/** The small picture in a sentence. */
export function stripWords(name: string, flow: Flow): string {
  const blocks = new Set(flow.layers.map(({ block }) => block)).size;
  const all = flow.layers.flatMap(({ carried }) => carried ?? []);
  const carried = all.length === 0 ? 'nothing from token to token' : listed(all.map(carriedKindWords));
  return `${name}: ${blocks} ${blocks === 1 ? 'block' : 'blocks'}, ${compact(flow.D)} channels. It carries ${carried}.`;
}

/** What a layer carries, by its kind. */
export function carriedKindWords({ kind }: Pick<Carried, 'kind'>): string {
  switch (kind) {
    case 'fixed':
      return 'a state of fixed size';
    case 'window':
      return 'a window of the last tokens';
    case 'growing':
      return 'a memory that grows with every token';
    default:
      return kind satisfies never;
  }
}

/** How its size follows the length of the sequence. */
export function growthWords({ kind, growth }: Pick<Carried, 'kind' | 'growth'>): string {
  switch (kind) {
    case 'fixed':
      return 'Its size is the same at every token.';
    case 'window':
      return 'It stops growing when the window is full.';
    case 'growing':
      return `Each further token adds about ${bytes(growth)}.`;
    default:
      return kind satisfies never;
  }
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(', and ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
