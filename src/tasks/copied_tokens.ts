import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import type { Random } from './random';
import { askingTask, seededBatches } from './sequences';
import type { OpenTask, Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

/**
 * The common part of the copying tasks: data tokens among noise, then as many markers. At the markers the model repeats the data in order.
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

const schema = z.strictObject({
  length: wholeNumber(length, 64),
  copied: wholeNumber(copied, 8),
  vocabulary: wholeNumber(vocabulary, 16),
});
type CopyingParameters = z.infer<typeof schema>;

const NOISE = 0;

/** The task of copying tokens that lie at the rising positions `placesOf` among the first noise + copied. */
export function copyingTask(
  words: Pick<Task, 'name' | 'title' | 'summary' | 'citations'>,
  placesOf: (random: Random, p: CopyingParameters) => Int32Array,
): Task<CopyingParameters> {
  return {
    ...words,
    measure: 'accuracy',
    protocol: 'answers',
    schema,
    fields: [length, copied, vocabulary],
    open: async (p, seed) => openCopying(p, seed, random => placesOf(random, p)),
  };
}

/** As `torch_copying_data` of state-spaces/s4: noise 0, data uniform in 1..V-2, marker V-1; length noise + 2 copied. */
function openCopying(p: CopyingParameters, seed: number, placesOf: (random: Random) => Int32Array): OpenTask {
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
  return askingTask(symbols, L, batch, data);
}
