import { nameCharacter } from '../../tasks/name_character';

/** Characters of the longest name of a contender. */
const MOST = 40;

export type Named = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string };

/**
 * Invisible characters, with which two names could look alike: control, format (joiners, marks of direction), private, half,
 * and unassigned characters, line breaks, and characters that fonts leave blank. An emoji or a keycap may have the selector
 * that gives it its colours.
 */
const FORBIDDEN =
  /(?!\uFE0F)[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?<!\p{Extended_Pictographic})\uFE0F(?!(?<=[0-9#*]\uFE0F)\u20E3)/u;

/** A visible character: no space, and no mark without a letter. */
const VISIBLE = /[^\s\p{Z}\p{M}]/u;

/** The name that a typed or loaded text gives a contender, or with `most` a run: composed (NFC), trimmed, single spaces; or why it gives none. */
export function checkName(text: string, most = MOST): Named {
  const tooLong = `A name has at most ${most} characters.`;
  // First of all: a text may have millions of characters.
  if (text.length > 64 * most) return { ok: false, message: tooLong };
  const name = text
    .trim()
    .normalize('NFC')
    .replace(/ {2,}|[^\S ]+/gu, found => (FORBIDDEN.test(found) ? found : ' '));
  if (name === '') return { ok: false, message: 'A name is missing.' };
  const forbidden = FORBIDDEN.exec(name)?.[0];
  if (forbidden !== undefined)
    return { ok: false, message: `A name cannot hold the invisible character ${nameCharacter(forbidden)}.` };
  if (Array.from(name).length > most) return { ok: false, message: tooLong };
  if (!VISIBLE.test(name)) return { ok: false, message: 'A name needs a character that can be seen.' };
  return { ok: true, name };
}

/** The same items with distinct names: a repeated name gets the first free number after it. */
export function distinctNames<T extends { readonly name: string }>(items: readonly T[]): T[] {
  const given = new Set(items.map(({ name }) => name));
  const taken = new Set<string>();
  return items.map(item => {
    let { name } = item;
    for (let n = 2; taken.has(name) || (name !== item.name && given.has(name)); n++) name = numbered(item.name, n);
    taken.add(name);
    return name === item.name ? item : { ...item, name };
  });
}

function numbered(name: string, n: number): string {
  const end = ` ${n}`;
  return `${Array.from(name)
    .slice(0, MOST - end.length)
    .join('')
    .trimEnd()}${end}`;
}

/** The race with these names for its contenders, in order; unchanged if the counts differ. */
export function renamed<T extends { readonly name: string }, C extends { readonly contenders: readonly T[] }>(
  config: C,
  names: readonly string[],
): C {
  if (names.length !== config.contenders.length) return config;
  return { ...config, contenders: config.contenders.map((own, i) => ({ ...own, name: names[i] ?? own.name })) };
}
