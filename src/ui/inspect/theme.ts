import { useMedia } from '../media';
import { usePreferences } from '../stores/preferences';
import type { ShownTheme } from './palette';

/** The theme that is shown, whoever chose it. */
export function useThemeInForce(): ShownTheme {
  const chosen = usePreferences(p => p.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  if (chosen === 'system') return dark ? 'dark' : 'light';
  return chosen;
}
