import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import type { Random } from './random';
import { promptToFirstAnswer, seededBatches } from './sequences';
import type { OpenTask } from './task';
import { letters, symbolVocabulary } from './vocabulary';

/**
 * The common part of the copying tasks: data tokens among noise, then as many markers. At the markers the model repeats the
 * data in order.
 */

const length: Field = {
  key: 'length',
  label: 'Noise',
  help: 'How many noise tokens lie among or behind the tokens to copy.',
  min: 0,
  max: LONGEST,
  unit: 'tokens',
  options: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
};
const copied: Field = {
  key: 'copied',
  label: 'Tokens to copy',
  help: 'How many tokens must be remembered and said again in order.',
  min: 1,
  max: 1024,
  unit: 'tokens',
  options: [1, 2, 4, 8, 16, 32],
};
const vocabulary: Field = {
  key: 'vocabulary',
  label: 'Vocabulary',
  help: 'How many different tokens there are, noise and marker included.',
  min: 3,
  max: 1024,
  unit: 'tokens',
  options: [4, 8, 16, 32, 64],
};

export const copyingFields: readonly Field[] = [length, copied, vocabulary];
export const copyingSchema = z.strictObject({
  length: wholeNumber(length, 64),
  copied: wholeNumber(copied, 8),
  vocabulary: wholeNumber(vocabulary, 16),
});
export type CopyingParameters = z.infer<typeof copyingSchema>;

const NOISE = 0;

/**
 * As `torch_copying_data` of state-spaces/s4: noise 0, data uniform in 1..V-2, marker V-1; length noise + 2 copied.
 * `placesOf` gives the rising positions of the data tokens in the first noise + copied.
 */
export function openCopying(p: CopyingParameters, seed: number, placesOf: (random: Random) => Int32Array): OpenTask {
  const marker = p.vocabulary - 1;
  const data = p.vocabulary - 2;
  const L = p.length + 2 * p.copied;
  const symbols = symbolVocabulary(['·', ...letters(data), '?']);
  const batch = seededBatches(seed, L, (random, tokens, targets) => {
    tokens.fill(NOISE).fill(marker, p.length + p.copied);
    placesOf(random).forEach((place, i) => {
      const token = 1 + random.below(data);
      tokens[place] = token;
      targets[p.length + p.copied + i] = token;
    });
  });
  return {
    vocabulary: symbols,
    length: L,
    batch,
    get prompt() {
      return promptToFirstAnswer(symbols, batch);
    },
    baselines: [{ name: 'chance', loss: Math.log(data) }],
    chanceAccuracy: 1 / data,
  };
}
