import type { Writing } from '../stores/writing';
import { tapeAt } from './tape_at';

/** What a lane had written after so many milliseconds; null: all of it. */
export function textUpTo({ text, tape }: Writing, milliseconds: number | null): string {
  if (milliseconds === null || tape.tokens.length === 0) return text;
  return text.slice(0, tapeAt(tape, milliseconds).characters);
}
