import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import type { Task } from './task';

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

/** Most bytes of a tokenizer.json. */
export const TOKENIZER_BYTES = 32 * 2 ** 20;

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
  unit: 'token',
  sampleTokens: 64,
  schema,
  fields: [tokens, length],
  // Few visitors bring a model, so what opens it is loaded when it is asked for.
  async open(p, seed, materials) {
    const { openTokens } = await import('./open_tokens');
    return openTokens(p, seed, materials);
  },
};
