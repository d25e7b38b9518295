import { expect, test } from 'vitest';
import {
  checkFurtherOptions,
  checkInspectOptions,
  checkSampleOptions,
  checkSampleRequest,
  checkSettings,
} from '../../src/ui/scripting_options';

const wrong = [null, 7, 'Call me', ['a'], true, () => {}] as const;

test.each(wrong)('%s is not an object of settings', value => {
  for (const check of [checkSampleOptions, checkInspectOptions, (own: unknown) => checkSettings('experiment', own)])
    expect(() => check(value)).toThrow(
      /^(sample|inspect|experiment): .* is not an object of settings; write \{ name: value \}/,
    );
});

test.each([
  [{ prompts: 'a' }, /^sample: there is no setting 'prompts'; there are prompt, tokens, temperature/],
  [{ prompt: 7 }, /^sample: prompt must be a string/],
  [{ prompt: null }, /^sample: prompt must be a string/],
  [{ tokens: -1 }, /^sample: tokens must be at least 0/],
  [{ tokens: 1e9 }, /^sample: tokens must be at most 65,536/],
  [{ tokens: 2.5 }, /^sample: tokens must be a whole number/],
  [{ temperature: Number.NaN }, /^sample: temperature must be a number/],
  [{ temperature: -1 }, /^sample: temperature/],
  [{ topK: '5' }, /^sample: topK/],
  [{ seed: 2 ** 32 }, /^sample: seed/],
  [{ naive: 1 }, /^sample: naive/],
  [{ naiveBeside: 1 }, /^sample: naiveBeside/],
  [{ seconds: 0 }, /^sample: seconds/],
  [{ seconds: 3601 }, /^sample: seconds/],
  [{ sequences: 0 }, /^sample: sequences/],
])('sample says what is wrong with %j', (options, message) => {
  expect(() => checkSampleOptions(options)).toThrow(message);
});

test.each([
  [
    { contenders: 1 },
    /^inspect: there is no setting 'contenders'; there are contender, ofSeed, example, text, position/,
  ],
  [{ contender: 0.5 }, /^inspect: contender/],
  [{ contender: {} }, /^inspect: contender/],
  [{ text: '' }, /^inspect: text is empty/],
  [{ text: 5 }, /^inspect: text must be a string/],
  [{ example: -1 }, /^inspect: example/],
  [{ position: 1.5 }, /^inspect: position/],
])('inspect says what is wrong with %j', (options, message) => {
  expect(() => checkInspectOptions(options)).toThrow(message);
});

test('missing or undefined settings are valid', () => {
  expect(checkSampleOptions({})).toEqual({});
  expect(checkSampleOptions({ prompt: undefined, tokens: 5 })).toEqual({ prompt: undefined, tokens: 5 });
  expect(checkInspectOptions({ contender: 'LSTM', text: 'a' })).toEqual({ contender: 'LSTM', text: 'a' });
});

test('a request without a token to write is refused before anything is sampled', () => {
  const request = { prompt: 'a', tokens: 0, temperature: 1, topK: 0, seed: 1, naive: false };
  expect(() => checkSampleRequest(request)).toThrow(/^sample: tokens must be at least 1/);
  expect(() => checkSampleRequest({ ...request, prompt: 'a'.repeat(100_001) })).toThrow(/^sample: prompt longer than/);
  expect(() => checkSampleRequest({ ...request, tokens: 1 })).not.toThrow();
  const two = { ...request, tokens: 1, naiveBeside: true };
  expect(() => checkSampleRequest(two)).not.toThrow();
  expect(() => checkSampleRequest({ ...two, naive: true })).toThrow(/^sample: naiveBeside goes with carried state/);
});

test.each([
  [{ further: 5 }, /^trainFurther: there is no setting 'further'; there are steps, schedule, lr, batch, task\.$/],
  [{ steps: 0 }, /^trainFurther: steps must be at least 1/],
  [{ lr: 2 }, /^trainFurther: lr/],
  [{ batch: 1.5 }, /^trainFurther: batch must be a whole number/],
  [{ schedule: 'linear' }, /^trainFurther: schedule/],
  [{ task: 'parity' }, /^trainFurther: task/],
])('trainFurther says what is wrong with %j', (options, message) => {
  expect(() => checkFurtherOptions(options)).toThrow(message);
});
