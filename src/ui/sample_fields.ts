import { z } from 'zod';
import type { Field, Switch } from '../field';
import { LONGEST_RACE, LONGEST_TEXT } from '../lab/worker/longest';

/** The first sequence to play, counted from 1. */
const exampleField: Field = {
  key: 'example',
  label: 'Example',
  help: 'The first of the sequences that are played; none of them is trained on.',
  min: 1,
  max: 0x80000000,
};

const furtherField: Field = {
  key: 'further',
  label: 'Tokens to time',
  help: 'Written after the last sequence, only to measure what a token costs at later positions.',
  min: 0,
  max: 16_384,
};

/** Of sound and music. */
export const tokensField: Field = {
  key: 'tokens',
  label: 'Tokens',
  help: 'How many tokens each contender writes.',
  min: 1,
  max: 16_384,
};

export const finishField: Field = {
  key: 'tokens',
  label: 'Finish line',
  unit: 'tokens',
  help: 'A contender that has written so many tokens has finished.',
  options: [256, 512, 1024, 2048, 4096, 8192, 16_384],
  min: 1,
  max: 16_384,
};

export const secondsField: Field = {
  key: 'seconds',
  label: 'Time for each',
  unit: 's',
  help: 'Contenders take turns, so that all have the same time of their own. After so much of it the race ends.',
  min: 1,
  max: LONGEST_RACE,
};

const greedySwitch: Switch = {
  key: 'greedy',
  label: 'Greedy',
  help: 'Always take the most likely token, without randomness.',
  off: 'at random',
};

const only = { key: 'greedy', value: false };

const temperatureField: Field = {
  key: 'temperature',
  label: 'Temperature',
  help: 'Below 1, likely tokens become likelier. Above 1, unlikely tokens do.',
  min: 0.01,
  max: 10,
  real: true,
  only,
};

const topKField: Field = {
  key: 'topK',
  label: 'Top k',
  unit: 'tokens',
  help: 'Draw among the k most likely tokens only. 0 keeps all.',
  min: 0,
  max: 65_536,
  only,
};

const seedField: Field = {
  key: 'seed',
  label: 'Seed',
  help: 'The same seed draws the same tokens again.',
  min: 0,
  max: 0xffffffff,
  only,
};

export const playFields = [exampleField, furtherField];
/** How to draw the tokens of a continued prompt. */
export const drawFields = [greedySwitch, temperatureField, topKField, seedField];

/** The sampling settings that are kept between visits. Earlier versions allowed more tokens and a temperature of 0. */
export const sampleChoice = z.strictObject({
  /** Null: that of the task. The same holds for `tokens`. */
  prompt: z.string().max(LONGEST_TEXT).nullable(),
  tokens: z.int().min(1).max(65536).nullable(),
  temperature: z.number().min(0).max(temperatureField.max),
  topK: z.int().min(topKField.min).max(topKField.max),
  seed: z.int().min(seedField.min).max(seedField.max),
  /** A naive lane runs beside each contender's own. */
  naive: z.boolean(),
  /** The most time of a lane. */
  seconds: z.int().min(secondsField.min).max(secondsField.max),
  greedy: z.boolean(),
  /** The first validation sequence to play, from 0, for tasks that ask for answers. */
  example: z
    .int()
    .min(0)
    .max(exampleField.max - 1),
  /** Tokens to write after the last played sequence, only to time them. */
  further: z.int().min(0).max(65536),
});
