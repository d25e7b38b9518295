import { expect, test } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { exampleOf } from '../../src/tasks/sequences';
import { readsOn } from '../../src/ui/reads_on';
import { materials } from '../support/driven_session';

test.each([
  ['markov', true],
  ['repeated_tokens', true],
  ['group_words', false],
  ['induction_heads', false],
])('%s predicts the next token everywhere: %s', async (name, expected) => {
  expect(readsOn(exampleOf(await openTask({ name }, 1, materials)))).toBe(expected);
});
