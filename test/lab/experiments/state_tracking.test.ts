import { expect, it } from 'vitest';
import type { ExperimentCall } from '../../../src/lab/experiments/experiment';
import type { Instruments } from '../../../src/lab/experiments/instruments/instruments';
import { stateTracking } from '../../../src/lab/experiments/state_tracking';
import { materials, tiny } from './tiny';

const SEEN = 'the first training';

/** The length at the start of the first training of an experiment with this contender. */
async function firstLength(own: object): Promise<number | null | undefined> {
  let seen: number | null | undefined;
  const refuse = () => Promise.reject(new Error('not for this test'));
  const instruments: Instruments = {
    numbers: 'float32',
    checkTraining() {},
    contender({ training }) {
      seen = training.start_length;
      return Promise.reject(new Error(SEEN));
    },
    timeTraining: refuse,
    samplePositions: refuse,
  };
  const contenders = [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }], ...own }];
  const params = stateTracking.schema.parse({ ...tiny.state_tracking?.params, contenders });
  const call: ExperimentCall<typeof params, never> = {
    instruments,
    materials,
    params,
    signal: new AbortController().signal,
    once: (_key, _shape, work) => work(),
    report() {},
  };
  await expect(stateTracking.run(call)).rejects.toThrow(SEEN);
  return seen;
}

it('a contender may begin with words of a length of its own; others begin with that of all', async () => {
  expect(await firstLength({})).toBe(2);
  expect(await firstLength({ start_length: null })).toBeNull();
  expect(await firstLength({ start_length: 1 })).toBe(1);
});
