import { IconButton } from '../kit/icon_button';
import { setPreferences, type Theme, usePreferences } from '../stores/preferences';
import { useAppliedTheme } from '../use_applied_theme';

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** Switches to the next theme: system, light, dark, in turn. */
export function ThemeButton() {
  const theme = usePreferences(p => p.theme);
  useAppliedTheme();
  return (
    <IconButton
      icon={theme}
      label={`Theme: ${theme}`}
      hint={`Theme: ${theme}. Press for ${next[theme]}.`}
      onClick={() => setPreferences({ theme: next[theme] })}
    />
  );
}
