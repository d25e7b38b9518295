import { z } from 'zod';
import { type KernelPreferences, kernelPreferences } from '../lab/measure/kernel_preferences';
import { pageStorage, removeStored, storedText } from './page_storage';
import { type LeaveAside, leaveAside, parseJson, store } from './stores/aside';

const key = 'unroll.kernels';

/** Raised when variants change so much that earlier measurements mean nothing. */
const version = 1;

const stored = z.object({ version: z.literal(version), preferences: kernelPreferences });

/** Choices of earlier measurements; those that this build cannot use are put aside. */
export function readKernels(
  storage: Pick<Storage, 'getItem'> = pageStorage(),
  leave: LeaveAside = leaveAside,
): KernelPreferences {
  const text = storedText(key, storage);
  if (text === null) return {};
  const parsed = stored.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.preferences;
  leave(
    'The kernels that Measure chose could not be read.',
    'They are damaged or of another version. Measure again.',
    text,
  );
  return {};
}

/** Stores the choices for later visits; removes the key if there are none. */
export function writeKernels(
  preferences: KernelPreferences,
  storage: Pick<Storage, 'setItem' | 'removeItem'> = pageStorage(),
): void {
  if (Object.keys(preferences).length > 0) store(key, JSON.stringify({ version, preferences }), storage);
  else removeStored(key, storage);
}
