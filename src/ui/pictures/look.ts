import type { ShownTheme } from '../inspect/palette';

/** How a picture looks: the colours and the font of the shown theme. */
export interface Look {
  readonly theme: ShownTheme;
  /** From a CSS colour or `var(--token)` to a colour. */
  readonly colour: (colour: string) => string;
  /** Font family. */
  readonly family: string;
  /** Width of a text in pixels, at a font size in pixels. */
  readonly measure: (text: string, size: number) => number;
}

/** The words in lines of at most `most` pixels. A word that is longer has a line of its own. */
export function wrapped(words: string, most: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) > most) lines.push(word);
    else lines.splice(-1, 1, longer);
  }
  return lines;
}

/** The text, cut with … where it is wider than `most` pixels. */
export function cut(text: string, most: number, measure: (text: string) => number): string {
  if (measure(text) <= most) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && measure(`${characters.join('')}…`) > most) characters.pop();
  return `${characters.join('')}…`;
}
