import { useEffect } from 'react';

interface Props {
  readonly styles: string;
  readonly dynamic?: boolean;
}

/**
 * Replaces the package react-style-singleton (vite.config.ts): a component whose styles apply while any instance of it is on the
 * page. It makes a constructed style sheet, because a strict content security policy forbids style elements.
 */
export function styleSingleton(): (props: Props) => null {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  const add = (styles: string): void => {
    users++;
    if (sheet) return;
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
  };
  const remove = (): void => {
    users--;
    if (users > 0) return;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(other => other !== sheet);
    sheet = null;
  };
  return function Style({ styles, dynamic }) {
    const wanted = dynamic ? styles : null;
    // biome-ignore lint/correctness/useExhaustiveDependencies: styles that are not dynamic are those of the first render
    useEffect(() => {
      add(styles);
      return remove;
    }, [wanted]);
    return null;
  };
}
