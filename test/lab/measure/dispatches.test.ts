import { expect, it } from 'vitest';
import { dispatchesCase } from '../../../src/lab/measure/dispatches';

it('a block costs what one more of it adds; a token also includes the rest of the model', async () => {
  const shape = { name: '', V: 5, D: 4, blocks: [{ mixer: 'rnn' }, { mixer: 'rnn', mlp: 8 }] };
  const { 'a block': block = 0, 'a token': token = 0 } = await dispatchesCase(shape).count();
  expect(block).toBe(3);
  expect(token).toBe(2 * block + 3);
});
