import { z } from 'zod';
import type { Field, Switch } from '../field';

/** Sequences that are played begin here, counted from 1. */
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

export const tokensField: Field = {
  key: 'tokens',
  label: 'Tokens',
  help: 'How many tokens each contender writes.',
  min: 1,
  max: 16_384,
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
/** Beside how many tokens. */
export const drawFields = [greedySwitch, temperatureField, topKField, seedField];

/** Characters of a prompt that are kept; a longer one is for this visit. */
export const keptPrompt = 100_000;

/** How the visitor samples, as it is kept between visits. Earlier versions took more tokens, and colder ones. */
export const sampleChoice = z.strictObject({
  /** Null: the task's own; tokens alike. */
  prompt: z.string().max(keptPrompt).nullable(),
  tokens: z.int().min(1).max(65536).nullable(),
  temperature: z.number().min(0).max(temperatureField.max),
  topK: z.int().min(topKField.min).max(topKField.max),
  seed: z.int().min(seedField.min).max(seedField.max),
  naive: z.boolean(),
  greedy: z.boolean(),
  /** First validation sequence that is played, where the task asks for answers; from 0. */
  example: z
    .int()
    .min(0)
    .max(exampleField.max - 1),
  /** Tokens to time after the last of them. */
  further: z.int().min(0).max(65536),
});
