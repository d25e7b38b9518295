const LONGEST = 60;

/** A name from outside, for a one-line message: in quotes, cut if long, invisible characters as \u{…}. */
export function quoted(name: string): string {
  const characters = [...name.slice(0, 2 * LONGEST)];
  const shown = characters.slice(0, LONGEST).map(character => {
    const code = character.codePointAt(0) ?? 0;
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? `\\u{${code.toString(16)}}` : character;
  });
  return `'${shown.join('')}${characters.length > LONGEST ? '…' : ''}'`;
}

/** Keys that a message names. */
const MOST_KEYS = 3;

/** A few of them, quoted. */
export function quotedList(names: readonly string[]): string {
  const others = names.length > MOST_KEYS ? ` and ${names.length - MOST_KEYS} more` : '';
  return `${names.slice(0, MOST_KEYS).map(quoted).join(', ')}${others}`;
}
