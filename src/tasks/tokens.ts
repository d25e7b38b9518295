import { z } from 'zod';
import type { Field } from '../field';
import { constantGuess } from './frequencies';
import { checkOwnText } from './own_text';
import { LONGEST, wholeNumber } from './parameters';
import { plainText } from './plain_text';
import { fillNextToken, seededBatches } from './sequences';
import { type Baseline, type Materials, type OpenTask, type Task, TaskError, type Vocabulary } from './task';
import { tokenizerVocabulary } from './tokenizer';
import { wordVocabulary } from './vocabulary';
import { windowBatches, windowFrequencies } from './windows';

const tokens: Field = {
  key: 'tokens',
  label: 'Tokens',
  help: 'How many different tokens there are (V): as many as the rows of the model’s embedding.',
  min: 2,
  max: 65536,
};
const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence: how far back a model can look while it trains.',
  min: 1,
  max: LONGEST,
  unit: 'tokens',
  options: [16, 32, 64, 128, 256, 512, 1024],
};
const schema = z.strictObject({
  /** How a token is written: as its number, or by the tokenizer. */
  read: z.enum(['numbers', 'tokenizer']).default('numbers'),
  source: z.enum(['random', 'moby-dick', 'own']).default('random'),
  tokens: wholeNumber(tokens, 16),
  length: wholeNumber(length, 64),
});
type Parameters = z.infer<typeof schema>;

const PROMPT_TOKENS = 8;

/** The task of a model from elsewhere: its tokens are those of its tokenizer, or numbers where there is none. */
export const tokensTask: Task<Parameters> = {
  name: 'tokens',
  title: 'Tokens of a model from elsewhere',
  summary:
    'The model reads tokens and says which one comes next: pieces of words that its tokenizer makes of a text, or plain numbers. ' +
    'This is how models from elsewhere read; without a text the tokens are random, and there is nothing to learn.',
  citations: ['Sennrich, Haddow and Birch 2016, Neural Machine Translation of Rare Words with Subword Units'],
  measure: 'bits',
  protocol: 'continues',
  sampleTokens: 64,
  schema,
  fields: [tokens, length],
  async open(p, seed, materials) {
    const vocabulary = await vocabularyOf(p, materials);
    return p.source === 'random' ? openRandom(vocabulary, p, seed) : openText(vocabulary, p, seed, materials);
  },
};

async function vocabularyOf(p: Parameters, { tokenizer }: Materials): Promise<Vocabulary> {
  if (p.read === 'numbers') return wordVocabulary(Array.from({ length: p.tokens }, (_, token) => String(token)));
  if (tokenizer === undefined) throw new TaskError('There is no tokenizer yet; drop the model’s tokenizer.json.');
  const own = await tokenizerVocabulary(tokenizer);
  if (own.size > p.tokens)
    throw new TaskError(
      `The tokenizer has ${own.size.toLocaleString('en')} tokens, the task ${p.tokens.toLocaleString('en')}; set Tokens to at least as many.`,
    );
  return { ...own, size: p.tokens };
}

function openRandom(vocabulary: Vocabulary, { tokens: V, length: L }: Parameters, seed: number): OpenTask {
  const batch = seededBatches(seed, L, (random, into, targets) => {
    fillNextToken(
      Int32Array.from({ length: L + 1 }, () => random.below(V)),
      into,
      targets,
    );
  });
  const prompt = vocabulary.decode(batch('validation', 0, 1).tokens.subarray(0, PROMPT_TOKENS));
  return { vocabulary, length: L, batch, prompt, baselines: [{ name: 'uniform', loss: Math.log(V) }] };
}

async function openText(vocabulary: Vocabulary, p: Parameters, seed: number, materials: Materials): Promise<OpenTask> {
  const L = p.length;
  const read = vocabulary.encode(await textOf(p, materials));
  const cut = Math.floor(read.length * 0.9);
  if (read.length - cut <= L)
    throw new TaskError(
      `The text has ${read.length.toLocaleString('en')} tokens; a length of ${L.toLocaleString('en')} needs at least ${(10 * L + 10).toLocaleString('en')}, a tenth of them for validation. Use a longer text.`,
    );
  const [train, validation] = [read.subarray(0, cut), read.subarray(cut)];
  const baselines: Baseline[] = [
    { name: 'uniform', loss: Math.log(p.tokens) },
    { name: 'unigram (token frequencies)', loss: constantGuess(windowFrequencies(validation, L, p.tokens)).loss },
  ];
  return {
    vocabulary,
    length: L,
    batch: windowBatches(seed, L, { train, validation }),
    prompt: vocabulary.decode(train.subarray(0, PROMPT_TOKENS)),
    baselines,
  };
}

async function textOf({ source, read }: Parameters, { corpus, ownText }: Materials): Promise<string> {
  if (source === 'own') {
    if (ownText === undefined || ownText === '')
      throw new TaskError('There is no text of your own yet; paste a text or drop a file.');
    return checkOwnText(ownText);
  }
  if (read === 'numbers') throw new TaskError('Moby-Dick is no numbers; drop a tokenizer.json, or take random tokens.');
  return plainText(await corpus('moby-dick'));
}
