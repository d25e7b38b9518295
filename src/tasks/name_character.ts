/** A character in a message: “é” (U+00E9), or, if it is invisible, its name: U+000D carriage return. */
export function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const number = numberOf(code);
  const name = invisibleName(code);
  if (name !== undefined) return `${number} ${name}`;
  const base = /\p{Mark}/u.test(character) ? '◌' : '';
  return `“${base}${character}” (${number})`;
}

/** A text on one line, with every invisible character written as its number, ‹U+200B›. */
export function legible(text: string): string {
  return Array.from(text, character => {
    const code = character.codePointAt(0) ?? 0;
    const shown = code === 0x20 || invisibleName(code) === undefined;
    return shown ? character : `‹${numberOf(code)}›`;
  }).join('');
}

/** As Unicode writes it: U+000D. */
function numberOf(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The name of a character that fonts leave blank or that changes how others look; undefined for visible ones. */
export function invisibleName(code: number): string | undefined {
  const character = String.fromCodePoint(code);
  return NAMES.get(code) ?? KINDS.find(([kind]) => kind.test(character))?.[1];
}

const C0 = [
  'null, start of heading, start of text, end of text, end of transmission, enquiry, acknowledge, bell, backspace, tab, line feed',
  'vertical tab, form feed, carriage return, shift out, shift in, data link escape, device control one, device control two',
  'device control three, device control four, negative acknowledge, synchronous idle, end of transmission block, cancel',
  'end of medium, substitute, escape, file separator, group separator, record separator, unit separator, space',
];

/** Unicode's names, and its aliases for control characters, in small letters. */
const NAMES = new Map<number, string>([
  ...C0.join(', ')
    .split(', ')
    .map((name, code) => [code, name] as const),
  [0x7f, 'delete'],
  [0x85, 'next line'],
  [0xa0, 'no-break space'],
  [0xad, 'soft hyphen'],
  [0x2009, 'thin space'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x202f, 'narrow no-break space'],
  [0x2060, 'word joiner'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'pop directional isolate'],
  [0x2800, 'braille pattern blank'],
  [0x3000, 'ideographic space'],
  [0xfeff, 'byte order mark'],
  [0xfffd, 'replacement character'],
]);

/** Kinds of other invisible characters. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\p{Variation_Selector}/u, 'variation selector'],
  [/\p{Control}/u, 'control character'],
  [/\p{Surrogate}/u, 'half of a surrogate pair'],
  [/\p{Private_Use}/u, 'private use character'],
  [/\p{Space_Separator}/u, 'space'],
  [/[\p{Format}\p{Default_Ignorable_Code_Point}]/u, 'invisible character'],
  [/\p{Unassigned}/u, 'unassigned character'],
];
