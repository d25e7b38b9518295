import { expect, test } from 'vitest';
import { visibleGlyph } from '../../src/tasks/characters';
import { nameCharacter } from '../../src/tasks/name_character';
import { TaskError } from '../../src/tasks/task';
import { letters, symbolVocabulary, wordVocabulary } from '../../src/tasks/vocabulary';

test('letters continue with numbers after them, all different', () => {
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
  const seen = Array.from('a \n\t\u0301\u00a0\u200d\u0007字\u007f\u2800\ufe0f\u3164\ufffd', c =>
    visibleGlyph(c.codePointAt(0) ?? 0),
  );
  expect(seen).toEqual(['a', '␣', '⏎', '⇥', '◌\u0301', '⍽', '¤', '␇', '字', '␡', '⍽', '¤', '¤', '\ufffd']);
});

test.each([
  ['é', '“é” (U+00E9)'],
  ['\u0301', '“◌\u0301” (U+0301)'],
  ['\r', 'U+000D carriage return'],
  ['\n', 'U+000A line feed'],
  ['\0', 'U+0000 null'],
  ['\u001f', 'U+001F unit separator'],
  [' ', 'U+0020 space'],
  ['\u007f', 'U+007F delete'],
  ['\u0090', 'U+0090 control character'],
  ['\u2003', 'U+2003 space'],
  ['\u200b', 'U+200B zero width space'],
  ['\u202e', 'U+202E right-to-left override'],
  ['\ufe0f', 'U+FE0F variation selector'],
  ['\u3164', 'U+3164 invisible character'],
  ['\ud83d', 'U+D83D half of a surrogate pair'],
  ['\ue000', 'U+E000 private use character'],
])('a message names the character %j', (character, name) => {
  expect(nameCharacter(character)).toBe(name);
});

test('a word in a message shows its invisible characters', () => {
  expect(() => wordVocabulary(['0', '2']).encode('0 2\u200b')).toThrow(/^“2‹U\+200B›” is not in the vocabulary/);
  expect(() => symbolVocabulary(['a']).encode('a\u0007')).toThrow(/^U\+0007 bell is not in the vocabulary/);
});
