import type { SampleGroups } from './instruments/instruments';

/** Tokens of the groups up to the middle one: no position before that can be measured. */
export function leastPosition({ tokens, samples }: Pick<SampleGroups, 'tokens' | 'samples'>): number {
  return tokens * (Math.floor(samples / 2) + 1);
}
