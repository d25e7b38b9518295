import { expect, test } from 'vitest';
import { drawWeights } from '../../../src/lab/race/initial_weights';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { initialWeights } from '../../support/initial_weights';

test.each(mixers)('$name draws the same weights in pieces as at once, in every form', ({ name, forms = [] }) => {
  for (const form of [{}, ...forms]) {
    const model = defineModel({ vocab_size: 7, d_model: 16, blocks: [{ mixer: name, mlp: 12, ...form }] });
    expect(initialWeights(model, 3, 1)).toEqual(initialWeights(model, 3));
  }
});

test('a thread that draws many weights hears its messages', async () => {
  const blocks = [{ mixer: 'lstm', mlp: 8192 }];
  const model = defineModel({ vocab_size: 64, d_model: 512, blocks });
  const heard: number[] = [];
  const began = performance.now();
  const timer = setInterval(() => heard.push(performance.now() - began));
  await drawWeights(model, 1);
  clearInterval(timer);
  expect(heard.length).toBeGreaterThan(1);
});
