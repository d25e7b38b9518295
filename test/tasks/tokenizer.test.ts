import { describe, expect, it } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { TaskError } from '../../src/tasks/task';
import { tokenizerVocabulary } from '../../src/tasks/tokenizer';
import { smallTokenizer } from '../support/small_tokenizer';
import { materials } from './materials';

describe('a tokenizer.json', () => {
  it('gives a text its tokens, and tokens their text', async () => {
    const vocabulary = await tokenizerVocabulary(smallTokenizer);
    expect(vocabulary.size).toBe(9);
    expect([...vocabulary.encode('abab c')]).toEqual([6, 5]);
    expect(vocabulary.decode([5, 0, 8, 6])).toBe(' ca<end>abab');
    // The space before the first word stays, because a sampled text is decoded piece by piece.
    expect(vocabulary.decode([5])).toBe(' c');
    expect([0, 3, 5, 8].map(vocabulary.glyph)).toEqual(['a', '␣', '␣c', '<end>']);
  });

  it('that cannot be read is refused, with the fix', async () => {
    for (const bad of ['', '[]', '{"model": {"type": "Guess"}}', '{"a": 1}'])
      await expect(tokenizerVocabulary(bad)).rejects.toThrow(TaskError);
  });

  it('reads the text of the task', async () => {
    const ownText = 'ab abab c cc '.repeat(60);
    const choice = { name: 'tokens', read: 'tokenizer', source: 'own', tokens: 12, length: 8 };
    const task = await openTask(choice, 1, { ...materials, ownText, tokenizer: smallTokenizer });
    expect(task.vocabulary.size).toBe(12);
    const { tokens } = task.batch('train', 0, 2);
    expect(ownText).toContain(task.vocabulary.decode(tokens.subarray(0, 8)));
    await expect(
      openTask({ ...choice, tokens: 8 }, 1, { ...materials, ownText, tokenizer: smallTokenizer }),
    ).rejects.toThrow(/9 tokens, the task 8/);
    await expect(openTask(choice, 1, materials)).rejects.toThrow(/no tokenizer yet/);
    await expect(openTask({ name: 'tokens', source: 'moby-dick' }, 1, materials)).rejects.toThrow(/no numbers/);
  });
});
