import { quantity } from '../../quantity';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

/** 'two blocks' */
export function counted(n: number, one: string): string {
  const words = quantity(n, one);
  const small = SMALL[n];
  return small === undefined ? words : words.replace(/^\d+/, small);
}

/** 'a', 'a and b', 'a, b, and c' */
export function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;
}

/** '243 to 259', or one number if all are equal. Undefined if there are none. */
export function rangeWords(numbers: readonly (number | null)[]): string | undefined {
  const given = numbers.filter(value => value !== null);
  if (given.length === 0) return undefined;
  const [least, most] = [Math.min(...given), Math.max(...given)].map(value => value.toLocaleString('en'));
  return least === most ? least : `${least} to ${most}`;
}

/** The same with a capital first letter. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
