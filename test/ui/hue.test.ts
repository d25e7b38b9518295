import { expect, test } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { hueOf } from '../../src/ui/hue';
import { materials } from '../support/driven_session';

test('the elements of S3 have six tints, and a letter keeps its own', async () => {
  const { vocabulary } = await openTask({ name: 'group_words' }, 1, materials);
  const tints = Array.from({ length: vocabulary.size }, (_, token) => hueOf(vocabulary.glyph(token)));
  expect(new Set(tints).size).toBe(6);
  expect(hueOf('a')).toBe((47 * 97) % 360);
});
