import { LONGEST_TEXT } from '../lab/worker/longest';
import { whole } from './format';

/** Why no model reads a text that was typed; null: it is short enough. */
export function tooLong(text: string): string | null {
  if (text.length <= LONGEST_TEXT) return null;
  return `This text has ${whole(text.length)} characters; the longest has ${whole(LONGEST_TEXT)}. Use a shorter one.`;
}
