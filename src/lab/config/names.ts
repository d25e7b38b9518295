import { nameCharacter } from '../../tasks/name_character';

/** Characters of the longest name. */
const MOST = 40;

export type Named = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string };

/**
 * What nobody sees, so that two names could look alike: control, format (joiners, marks of direction), private, half, and unassigned
 * characters, breaks of lines, and what fonts leave out. An emoji, a keycap too, may have the selector that gives it its colours.
 */
const FORBIDDEN =
  /(?!\uFE0F)[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?<!\p{Extended_Pictographic})\uFE0F(?!(?<=[0-9#*]\uFE0F)\u20E3)/u;

/** Something to see: no space, and no mark without a letter. */
const VISIBLE = /[^\s\p{Z}\p{M}]/u;

/** The name that a contender has when this is typed or loaded: composed (NFC), trimmed, single spaces; or why it can have none. */
export function checkName(text: string): Named {
  // Before any work on it: a text may have millions of characters.
  if (text.length > 64 * MOST) return { ok: false, message: tooLong };
  const name = text
    .trim()
    .normalize('NFC')
    .replace(/ {2,}|[^\S ]+/gu, found => (FORBIDDEN.test(found) ? found : ' '));
  if (name === '') return { ok: false, message: 'Enter a name.' };
  const forbidden = FORBIDDEN.exec(name)?.[0];
  if (forbidden !== undefined)
    return { ok: false, message: `A name cannot hold the invisible character ${nameCharacter(forbidden)}.` };
  if (Array.from(name).length > MOST) return { ok: false, message: tooLong };
  if (!VISIBLE.test(name)) return { ok: false, message: 'A name needs a character that can be seen.' };
  return { ok: true, name };
}

const tooLong = `A name has at most ${MOST} characters.`;

/** The same items, where a name that an earlier one has is followed by the first number that makes it its own. */
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

/** A race whose contenders have these names, in order; the same race where there are not as many. */
export function renamed<T extends { readonly name: string }, C extends { readonly contenders: readonly T[] }>(
  config: C,
  names: readonly string[],
): C {
  if (names.length !== config.contenders.length) return config;
  return { ...config, contenders: config.contenders.map((own, i) => ({ ...own, name: names[i] ?? own.name })) };
}
