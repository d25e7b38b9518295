import type { Tokenizer } from '@huggingface/tokenizers';
import { visibleGlyph } from './characters';
import { TaskError, type Vocabulary } from './task';

/** A tokenizer with its tokens. */
export interface TokenizerVocabulary extends Vocabulary {
  readonly tokenizer: Tokenizer;
}

/** The vocabulary of a tokenizer.json: tokens 0 to the highest number that it gives. Loads the library. Throws TaskError. */
export async function tokenizerVocabulary(json: string): Promise<TokenizerVocabulary> {
  const tokenizer = await open(json);
  let size = 0;
  for (const token of tokenizer.get_vocab(true).values()) size = Math.max(size, token + 1);
  if (size < 2) throw new TaskError('This tokenizer.json has no tokens. Use another one.');
  const { text: lead, tokens: ahead } = leadOf(tokenizer);
  return {
    tokenizer,
    size,
    encode(text) {
      const { ids } = tokenizer.encode(text, { add_special_tokens: false });
      return Int32Array.from(ids);
    },
    // Some decoders drop the space before the first word, so a word goes ahead and is cut off.
    decode(tokens) {
      const all = tokenizer.decode([...ahead, ...Array.from(tokens)], { skip_special_tokens: false });
      return all.slice(lead.length);
    },
    glyph(token) {
      const text = tokenizer.decode([...ahead, token], { skip_special_tokens: false }).slice(lead.length);
      const shown = Array.from(text, character => visibleGlyph(character.codePointAt(0) ?? 0)).join('');
      return shown === '' ? `#${token}` : shown;
    },
  };
}

async function open(json: string): Promise<Tokenizer> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    return new Tokenizer(Object(JSON.parse(json)), {});
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TaskError(`This tokenizer.json cannot be read: ${why}. Use that of the model.`);
  }
}

/** A short text that decodes as it is, and its tokens; neither, if there is none. */
function leadOf(tokenizer: Tokenizer): { readonly text: string; readonly tokens: readonly number[] } {
  const tokens = tokenizer.encode('a', { add_special_tokens: false }).ids;
  if (tokens.length === 0) return { text: '', tokens: [] };
  return { text: tokenizer.decode(tokens, { skip_special_tokens: false }), tokens };
}
