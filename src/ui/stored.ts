import { z } from 'zod';
import { type RunConfig, runConfig } from '../lab/config';
import type { Preferences } from './stores/preferences';

const key = 'unroll';

/** Characters of the visitor's own text that are kept between visits; a longer one lasts until the page is closed. */
export const keptText = 500_000;

const preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  curveAxis: z.enum(['step', 'tokens', 'time', 'flops']),
  lossScale: z.enum(['linear', 'log']),
  secondChart: z.enum(['score', 'gradient']).default('score'),
  positionScale: z.enum(['linear', 'log']),
  sample: z.strictObject({
    prompt: z.string().max(100_000).nullable(),
    tokens: z.int().min(1).max(1_000_000).nullable(),
    temperature: z.number().min(0).max(10),
    topK: z.int().min(0).max(65536),
    seed: z.int().min(0).max(0xffffffff),
    naive: z.boolean(),
    greedy: z.boolean(),
  }),
});

const stored = z.object({
  config: runConfig.optional().catch(undefined),
  ownText: z.string().nullable().catch(null),
  preferences: preferences.optional().catch(undefined),
});

export interface Stored {
  readonly config?: RunConfig | undefined;
  readonly ownText: string | null;
  readonly preferences?: Preferences | undefined;
}

/** What the last visit left; anything that no longer fits is dropped. */
export function readStored(): Stored {
  try {
    return stored.parse(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return { ownText: null };
  }
}

export function writeStored({ config, ownText, preferences }: Stored): void {
  const text = ownText !== null && ownText.length <= keptText ? ownText : null;
  try {
    localStorage.setItem(key, JSON.stringify({ config, ownText: text, preferences }));
  } catch {
    // Storage may be full or forbidden; the page works without.
  }
}
