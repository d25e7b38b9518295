import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTerms } from '../../../src/ui/words/find_terms';
import { terms } from '../../../src/ui/words/terms';

const marked = (text: string) =>
  findTerms(text).flatMap(({ text: part, gloss }) => (gloss === undefined ? [] : [part]));

test('terms are found as words, in any case, in the plural, and once', () => {
  expect(marked('Attention keeps a KV cache. KV caches grow; attention pays.')).toEqual(['Attention', 'KV cache']);
  expect(marked('A state space has a state.')).toEqual(['state space', 'state']);
  expect(marked('States, tokens')).toEqual(['States', 'tokens']);
});

test('a part of another word is no term', () => {
  expect(marked('stateless, tokenizer, inattention, a non-state')).toEqual([]);
});

test('the pieces of any text are the text', () => {
  const word = fc.constantFrom(...terms.map(({ term }) => term), ' ', '-', 's', '.', 'x', '𝄞');
  fc.assert(
    fc.property(fc.array(word), parts => {
      const text = parts.join('');
      expect(
        findTerms(text)
          .map(piece => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('a gloss is one short sentence, and the glossary has it', () => {
  const glossary = readFileSync('docs/glossary.md', 'utf8');
  expect(new Set(terms.map(({ term }) => term)).size).toBe(terms.length);
  for (const { term, gloss } of terms) {
    expect(gloss, term).toMatch(/^[^.!?]{10,118}\.$/);
    expect(glossary, term).toContain(`| ${term} | ${gloss} |`);
  }
});
