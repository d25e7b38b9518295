import { z } from 'zod';
import { doublings } from '../doublings';
import type { Field, Switch } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import type { PositionMeasure } from './position_measures';
import type { Random } from './random';
import { askingTask, seededBatches } from './sequences';
import { type Task, TaskError } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence, pairs and questions together; even, and at least four for every pair.',
  min: 4,
  max: LONGEST,
  unit: 'tokens',
  options: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
};
const pairs: Field = {
  key: 'pairs',
  label: 'Pairs',
  help: 'How many key and value pairs must be kept in mind.',
  min: 1,
  max: 2048,
  options: [1, 2, 4, 8, 16, 32, 64, 128],
};
const fewest: Field = {
  key: 'fewest_pairs',
  label: 'Fewest pairs',
  help: 'Sequences have as many pairs as this, as the powers of two above it, or as many as “Pairs”, each equally often. Empty: all have as many as “Pairs”.',
  min: 1,
  max: 2048,
  absent: 'as many as pairs',
};
const fillers: Switch = {
  key: 'random_non_queries',
  label: 'Random tokens between the questions',
  help: 'Tokens between the questions are random, and only the first question after the pairs can be told by its place. Off: they are the filler.',
  off: 'filler',
};
const vocabulary: Field = {
  key: 'vocabulary',
  label: 'Vocabulary',
  help: 'How many different tokens there are: one filler, then keys in the first half, values in the second.',
  min: 4,
  max: 8192,
  unit: 'tokens',
  options: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192],
};
const schema = z.strictObject({
  length: wholeNumber(length, 64),
  pairs: wholeNumber(pairs, 4),
  fewest_pairs: z.int().min(fewest.min).max(fewest.max).nullable().default(null),
  vocabulary: wholeNumber(vocabulary, 128),
  random_non_queries: z.boolean().default(false),
});

/** Exponent of the power law of a question's gap; small: most questions come soon. */
const POWER = 0.01;

/**
 * As `multiquery_ar` of HazyResearch/zoology: k1 v1 … kn vn, then each key once more, at twice its gap. Zoology also demands V
 * > L. This task does not, so that a trained model can be tested on longer sequences. Zoology mixes numbers of pairs by mixing
 * data sets. Here each sequence draws its number.
 */
export const associativeRecall: Task<z.infer<typeof schema>> = {
  name: 'associative_recall',
  title: 'Associative recall',
  summary:
    'Pairs of a small and a capital letter come first; later each small letter returns, and the model must say its capital. ' +
    'How many pairs a model can keep tells the size of its memory (multi-query associative recall, MQAR).',
  citations: [
    'Arora et al. 2024, Zoology: Measuring and Improving Recall in Efficient Language Models, arXiv:2312.04927',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema,
  fields: [length, pairs, fewest, vocabulary],
  switches: [fillers],
  async open(p, seed) {
    const L = p.length;
    const firstValue = Math.floor(p.vocabulary / 2);
    const keys = firstValue - 1;
    const values = p.vocabulary - firstValue;
    check(p, keys);
    const counts = doublings(p.fewest_pairs ?? p.pairs, p.pairs);
    const kinds = counts.map(count => ({ count, spread: gapDistribution(L / 2 - count) }));
    const symbols = symbolVocabulary(['·', ...letters(keys), ...letters(values, 'A')]);
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      const { count, spread } = kinds[kinds.length > 1 ? random.below(kinds.length) : 0];
      const prefix = 2 * count;
      const key = random.distinct(count, keys);
      const value = random.distinct(count, values);
      const gap = distinctGaps(random, spread, count);
      if (p.random_non_queries) for (let t = prefix; t < L; t++) tokens[t] = random.below(p.vocabulary);
      for (let i = 0; i < count; i++) {
        tokens[2 * i] = 1 + key[i];
        tokens[2 * i + 1] = firstValue + value[i];
        tokens[prefix + 2 * gap[i]] = 1 + key[i];
        targets[prefix + 2 * gap[i]] = firstValue + value[i];
      }
    });
    const baselines = [
      { name: 'chance, any value', loss: Math.log(values) },
      { name: 'chance, a value of the pairs', loss: meanLogarithm(counts) },
    ];
    return { ...askingTask(symbols, L, batch, values, baselines), measures: measuresOf(counts, L) };
  },
};

/** The mean of ln n over the answers of sequences with so many pairs each: n pairs have n answers. */
function meanLogarithm(counts: readonly number[]): number {
  const answers = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => sum + count * Math.log(count), 0) / answers;
}

/** Loss and accuracy by number of pairs; none where all sequences have the same number. */
function measuresOf(counts: readonly number[], L: number): PositionMeasure[] {
  if (counts.length === 1) return [];
  return (['loss', 'accuracy'] as const).flatMap(of =>
    counts.map(count => ({
      name: `${of === 'loss' ? 'Loss' : 'Accuracy'}, ${count} ${count === 1 ? 'pair' : 'pairs'}`,
      help: 'Of the answers in sequences with so many pairs.',
      of,
      over: { from: 0, to: L },
      answers: count,
    })),
  );
}

function check(p: z.infer<typeof schema>, keys: number): void {
  if (p.length % 2 !== 0) throw new TaskError(`The length of associative_recall must be even; use ${p.length + 1}.`);
  if (p.fewest_pairs !== null && p.fewest_pairs > p.pairs)
    throw new TaskError(
      `The fewest pairs (${p.fewest_pairs}) are more than the pairs (${p.pairs}); set fewest_pairs to at most ${p.pairs}.`,
    );
  if (4 * p.pairs > p.length)
    throw new TaskError(
      `${p.pairs} pairs need a length of at least ${4 * p.pairs}; make the length greater, or set pairs to at most ${Math.floor(p.length / 4)}.`,
    );
  if (p.pairs > keys)
    throw new TaskError(
      `A vocabulary of ${p.vocabulary} has ${keys} keys, too few for ${p.pairs} pairs; use a vocabulary of at least ${2 * p.pairs + 2}.`,
    );
}

/** Cumulative weights of gaps 0..space-1, the weight of gap i in proportion to (i + 1)^(POWER - 1). */
function gapDistribution(space: number): Float64Array {
  const cumulative = new Float64Array(space);
  let sum = 0;
  for (let i = 0; i < space; i++) {
    sum += (i + 1) ** (POWER - 1);
    cumulative[i] = sum;
  }
  return cumulative;
}

/** Draws gaps without replacement: a repeated gap is drawn again, which gives the same distribution. */
function distinctGaps(random: Random, cumulative: Float64Array, count: number): Int32Array {
  const gaps = new Set<number>();
  const total = cumulative[cumulative.length - 1];
  while (gaps.size < count) gaps.add(firstAbove(cumulative, random.uniform() * total));
  return Int32Array.from(gaps);
}

/** Index of the first entry of a rising list that is greater than `x`. */
function firstAbove(rising: Float64Array, x: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
