import type { SampleGroups } from './instruments/instruments';

/** The earliest position that can be measured: the tokens of the groups up to the middle one. */
export function leastPosition({ tokens, samples }: Pick<SampleGroups, 'tokens' | 'samples'>): number {
  return tokens * (Math.floor(samples / 2) + 1);
}
