import { expect, test } from 'vitest';
import { membersOf } from '../../../src/lab/config/members';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { presets } from '../../../src/lab/config/presets';

const race = {
  task: { name: 'parity' },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba' }], training: { lr: 0.01, seed: 40, clip_norm: null } },
  ],
};

test('with one seed, members are contenders, and each has its own settings', () => {
  const config = parseRunConfig(race);
  const [lstm, mamba, ...others] = membersOf(config);
  expect(others).toEqual([]);
  expect(lstm).toEqual({
    contender: 0,
    seed: 1,
    name: 'LSTM',
    config: config.contenders[0],
    training: config.training,
  });
  expect(mamba).toMatchObject({ contender: 1, seed: 40, name: 'Mamba' });
  expect(mamba?.training).toEqual({ ...config.training, lr: 0.01, seed: 40, clip_norm: null });
});

test('members come by contender, then by seed, counted from the seed of each', () => {
  const members = membersOf(parseRunConfig({ ...race, training: { seed: 7, seeds: 3 } }));
  expect(members.map(({ contender, seed }) => [contender, seed])).toEqual([
    [0, 7],
    [0, 8],
    [0, 9],
    [1, 40],
    [1, 41],
    [1, 42],
  ]);
  expect(members.map(({ training }) => training.seed)).toEqual([7, 8, 9, 40, 41, 42]);
  expect(members.map(({ name }) => name)).toContain('Mamba, seed 41');
});

test('seeds after the largest one begin again at 0', () => {
  const members = membersOf(parseRunConfig({ ...race, training: { seed: 0xffffffff, seeds: 2 } }));
  expect(members.slice(0, 2).map(({ seed }) => seed)).toEqual([0xffffffff, 0]);
});

test('a config without the newer settings stays without them', () => {
  for (const { config } of presets) expect(JSON.stringify(parseRunConfig(config))).not.toMatch(/"(seeds|dropout)"/);
});

test.each([
  [{ ...race, training: { seeds: 11 } }, /training\.seeds/],
  [{ ...race, training: { dropout: 1 } }, /training\.dropout/],
  [{ ...race, contenders: [{ ...race.contenders[0], training: { steps: 3 } }] }, /steps/],
])('refuses %#', (config, message) => expect(() => parseRunConfig(config)).toThrow(message));
