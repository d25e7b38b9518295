import { useMedia } from '../media';
import { usePreferences } from '../stores/preferences';
import type { ShownTheme } from './palette';

/** The shown theme, chosen by the visitor or by the system. */
export function useThemeInForce(): ShownTheme {
  const chosen = usePreferences(p => p.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  if (chosen === 'system') return dark ? 'dark' : 'light';
  return chosen;
}
