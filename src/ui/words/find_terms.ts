import { type Term, terms } from './terms';

/** A piece of a text: plain, or a term with its gloss. */
export interface Piece {
  readonly text: string;
  readonly gloss?: string;
}

/** Longer terms first, so that "state space" is not read as "state". */
const byLength: readonly Term[] = terms.toSorted((a, b) => b.term.length - a.term.length);
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${byLength.map(({ term }) => term).join('|')})s?(?![\\p{L}\\p{N}-])`,
  'giu',
);

/** A text in pieces, with the first mention of each term apart. Joined, they are the text. */
export function findTerms(text: string): Piece[] {
  const pieces: Piece[] = [];
  const met = new Set<string>();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const term = byLength.find(own => isFormOf(found, own));
    if (!term || met.has(term.term)) continue;
    met.add(term.term);
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: found, gloss: term.gloss });
    end = index + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

function isFormOf(found: string, { term }: Term): boolean {
  return [term, `${term}s`].some(form => form.toLowerCase() === found.toLowerCase());
}
