import { expect, test } from 'vitest';
import { stateBytes } from '../../src/models/cost';
import { flowOf } from '../../src/models/flow';
import { defineModel } from '../../src/models/model';
import { mixers } from '../../src/models/registry';

const hybrid = {
  vocab_size: 11,
  d_model: 16,
  blocks: [
    { mixer: 'mamba', mlp: 24 },
    { mixer: 'attention' },
    { mixer: 'attention', window: 8 },
    { mixer: 'conv', dilation: 4 },
  ],
};

test('a flow has every layer in order, and every parameter once', () => {
  const model = defineModel(hybrid);
  const { embedding, layers, norm, head } = flowOf(model, 32);
  expect(layers.map(({ block, own }) => `${block} ${own.kind}`)).toEqual([
    '0 mixer',
    '0 mlp',
    '1 mixer',
    '2 mixer',
    '3 mixer',
  ]);
  const names = [embedding, ...layers.flatMap(({ norm, own }) => [norm, own]), norm, head].flatMap(
    piece => piece?.parameters.map(({ name }) => name) ?? [],
  );
  expect(names).toEqual(model.parameters.map(({ name }) => name));
});

test('what is carried is fixed, grows, or is a window, and its bytes are those of the results table', () => {
  const model = defineModel(hybrid);
  const { layers } = flowOf(model, 32);
  expect(layers.map(({ carried }) => carried?.kind ?? null)).toEqual(['fixed', null, 'growing', 'window', 'window']);
  expect(layers.reduce((sum, { carried }) => sum + (carried?.bytes ?? 0), 0)).toBe(stateBytes(model, 32));
  // Keys and values of 16 numbers, 4 bytes each.
  expect(layers.map(({ carried }) => carried?.growth ?? 0)).toEqual([0, 0, 128, 0, 0]);
});

test('without norms there are no pieces for them', () => {
  const { layers, norm } = flowOf(defineModel({ ...hybrid, norm: 'none', blocks: [{ mixer: 'lstm' }] }), 32);
  expect([layers[0]?.norm, norm]).toEqual([null, null]);
});

test.each(mixers.map(({ name }) => name))('%s carries something, and its flow says what', name => {
  const [layer] = flowOf(defineModel({ ...hybrid, blocks: [{ mixer: name }] }), 32).layers;
  expect(layer?.own.about.length).toBeGreaterThan(40);
  expect(layer?.carried?.tensors.length).toBeGreaterThan(0);
});
