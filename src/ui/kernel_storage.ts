import { z } from 'zod';
import { type KernelPreferences, kernelPreferences } from '../lab/kernel_preferences';

const key = 'unroll.kernels';

/** Raised when the variants change so much that what was measured before means nothing. */
const version = 1;

const stored = z.object({ version: z.literal(version), preferences: kernelPreferences });

/** What measurements of earlier visits chose, or nothing where what is stored does not fit. */
export function readKernels(storage: Pick<Storage, 'getItem'> = localStorage): KernelPreferences {
  try {
    return stored.parse(JSON.parse(storage.getItem(key) ?? '')).preferences;
  } catch {
    return {};
  }
}

export function writeKernels(
  preferences: KernelPreferences,
  storage: Pick<Storage, 'setItem' | 'removeItem'> = localStorage,
): void {
  try {
    if (Object.keys(preferences).length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ version, preferences }));
  } catch {
    // Storage may be full or forbidden; the defaults are good without.
  }
}
