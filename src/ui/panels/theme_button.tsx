import { useEffect } from 'react';
import { IconButton } from '../kit/icon_button';
import { setPreferences, type Theme, usePreferences } from '../stores/preferences';

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Switches to the next theme: system, light, dark, in turn. */
export function ThemeButton() {
  const theme = usePreferences(p => p.theme);
  useEffect(() => {
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  return (
    <IconButton
      icon={theme}
      label={`Theme: ${theme}`}
      hint={`Theme: ${theme}. Press for ${next[theme]}.`}
      onClick={() => setPreferences({ theme: next[theme] })}
    />
  );
}
