import { z } from 'zod';

const MOST_ADAPTERS = 8;
const MOST_CHOICES = 512;
const words = z.string().min(1).max(200);

function atMost<T>(record: Readonly<Record<string, T>>, most: number): boolean {
  return Object.keys(record).length <= most;
}

/** Names of variants by `preferenceKey`, for one adapter. */
export const kernelChoices = z
  .record(words, words)
  .refine(choices => atMost(choices, MOST_CHOICES), 'too many choices');

/**
 * Names of variants by `preferenceKey` (see gpu/variants.ts), for each adapter by name. They may come from outside; unknown
 * names are ignored.
 */
export const kernelPreferences = z
  .record(words, kernelChoices)
  .refine(adapters => atMost(adapters, MOST_ADAPTERS), 'too many adapters');

export type KernelPreferences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Replaces the choices for an adapter; drops the oldest adapter if there are too many. */
export function withChoices(
  preferences: KernelPreferences,
  adapter: string,
  choices: Readonly<Record<string, string>>,
): KernelPreferences {
  const others = Object.entries(preferences).filter(([name]) => name !== adapter);
  const kept = others.slice(-(MOST_ADAPTERS - 1));
  return Object.fromEntries(Object.keys(choices).length > 0 ? [...kept, [adapter, choices]] : others);
}

export function choicesOn(preferences: KernelPreferences, adapter: string): Readonly<Record<string, string>> {
  return Object.hasOwn(preferences, adapter) ? (preferences[adapter] ?? {}) : {};
}
