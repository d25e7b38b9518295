import { expect, test } from 'vitest';
import { visibleGlyph } from '../../src/tasks/characters';
import { TaskError } from '../../src/tasks/task';
import { letters, symbolVocabulary, wordVocabulary } from '../../src/tasks/vocabulary';

test('letters go on with numbers behind them, all different', () => {
  expect(letters(29).slice(24)).toEqual(['y', 'z', 'a1', 'b1', 'c1']);
  expect(letters(2, 'A')).toEqual(['A', 'B']);
  expect(new Set(letters(4096)).size).toBe(4096);
});

test('symbols of several characters are read greedily, white space is skipped', () => {
  const vocabulary = symbolVocabulary(letters(300));
  expect([...vocabulary.encode('a a1\nz10b')]).toEqual([0, 26, 285, 1]);
  const all = Array.from({ length: 300 }, (_, token) => 299 - token);
  expect([...vocabulary.encode(vocabulary.decode(all))]).toEqual(all);
});

test('the first unknown character is named, with what may be used', () => {
  const vocabulary = symbolVocabulary(['·', 'a', 'b', '?']);
  expect(() => vocabulary.encode('ab🐋c')).toThrow(TaskError);
  expect(() => vocabulary.encode('ab🐋c')).toThrow(
    '“🐋” (U+1F40B) is not in the vocabulary of this task; use only · a b ?',
  );
  expect(() => wordVocabulary(['0', '1', '=']).encode('0 2 =')).toThrow(/“2” is not in the vocabulary.*0 1 =/);
});

test('decoded words can be joined piece by piece', () => {
  const vocabulary = wordVocabulary(['10', '2', '=']);
  expect([...vocabulary.encode(vocabulary.decode([0, 1]) + vocabulary.decode([2, 0]))]).toEqual([0, 1, 2, 0]);
});

test('what cannot be seen gets a stand-in', () => {
  const seen = Array.from('a \n\t\u0301\u00a0\u200d\u0007字', c => visibleGlyph(c.codePointAt(0) ?? 0));
  expect(seen).toEqual(['a', '␣', '⏎', '⇥', '◌\u0301', '⍽', '¤', '␇', '字']);
});
