import { constantGuess } from './frequencies';
import { checkOwnText } from './own_text';
import { plainText } from './plain_text';
import { inContextScore } from './position_measures';
import { fillNextToken, seededBatches } from './sequences';
import { type Baseline, type Materials, type OpenTask, TaskError, type Vocabulary } from './task';
import { tokenizerVocabulary } from './tokenizer';
import { wordVocabulary } from './vocabulary';
import { streamBatches, windowBatches, windowFrequencies } from './windows';

/** See tokens.ts. */
export interface TokensParameters {
  readonly read: 'numbers' | 'tokenizer';
  readonly source: 'random' | 'moby-dick' | 'own';
  readonly tokens: number;
  readonly length: number;
}

const PROMPT_TOKENS = 8;

/** Opens the task `tokens`. Throws TaskError. */
export async function openTokens(p: TokensParameters, seed: number, materials: Materials): Promise<OpenTask> {
  const vocabulary = await vocabularyOf(p, materials);
  return p.source === 'random' ? openRandom(vocabulary, p, seed) : openText(vocabulary, p, seed, materials);
}

async function vocabularyOf(p: TokensParameters, { tokenizer }: Materials): Promise<Vocabulary> {
  if (p.read === 'numbers') return wordVocabulary(Array.from({ length: p.tokens }, (_, token) => String(token)));
  if (tokenizer === undefined) throw new TaskError('There is no tokenizer yet; give the model’s tokenizer.json.');
  const own = await tokenizerVocabulary(tokenizer);
  if (own.size > p.tokens)
    throw new TaskError(
      `The tokenizer has ${own.size.toLocaleString('en')} tokens, the task ${p.tokens.toLocaleString('en')}; set Tokens to at least as many.`,
    );
  return { ...own, size: p.tokens };
}

function openRandom(vocabulary: Vocabulary, { tokens: V, length: L }: TokensParameters, seed: number): OpenTask {
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

async function openText(
  vocabulary: Vocabulary,
  p: TokensParameters,
  seed: number,
  materials: Materials,
): Promise<OpenTask> {
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
    stream: streamBatches(seed, L, train),
    prompt: vocabulary.decode(train.subarray(0, PROMPT_TOKENS)),
    baselines,
    measures: inContextScore(L),
  };
}

async function textOf({ source, read }: TokensParameters, { corpus, ownText }: Materials): Promise<string> {
  if (source === 'own') {
    if (ownText === undefined || ownText === '') throw new TaskError('There is no text of your own yet; give one.');
    return checkOwnText(ownText);
  }
  if (read === 'numbers')
    throw new TaskError('Moby-Dick is no numbers; read it with a tokenizer.json, or take random tokens.');
  return plainText(await corpus('moby-dick'));
}
