import { useEffect } from 'react';
import { usePreferences } from './stores/preferences';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Gives the page the theme that the visitor or the system has chosen. */
export function useAppliedTheme(): void {
  const theme = usePreferences(p => p.theme);
  useEffect(() => {
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
