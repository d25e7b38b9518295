import { useMemo, useSyncExternalStore } from 'react';

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** A function from `var(--token)` to its colour in the shown theme, because a canvas knows no tokens. */
export function themeColours(): (colour: string) => string {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  return colour => {
    const token = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
    if (token === undefined) return colour;
    const value = known.get(token) ?? style.getPropertyValue(token).trim();
    known.set(token, value);
    return value;
  };
}

/** The colours of the shown theme; a new function for each theme. */
export function useThemeColours(): (colour: string) => string {
  const theme = useSyncExternalStore(watchTheme, () => document.documentElement.dataset.theme ?? '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens' values change with the theme
  return useMemo(themeColours, [theme]);
}
