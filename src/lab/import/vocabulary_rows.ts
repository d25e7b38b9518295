import { ImportError } from './import_error';

/** Files fill their vocabulary up to a multiple of this or less. */
const PADDED_TO = 1024;

/** The rows of the embedding that are tokens: rows beyond those of the config and of the tokenizer are padding. Throws ImportError. */
export function keptRows(
  rows: number,
  config: number | undefined,
  tokenizer: number | undefined,
): { readonly vocab_size: number; readonly notes: readonly string[] } {
  const said = [
    { who: 'config.json', tokens: config },
    { who: 'tokenizer.json', tokens: tokenizer },
  ].flatMap(({ who, tokens }) => (tokens === undefined ? [] : [{ who, tokens }]));
  for (const { who, tokens } of said) {
    if (tokens > rows) throw new ImportError(`${who} has ${tokens} tokens, and the embedding has ${rows} rows`);
    if (rows - tokens >= PADDED_TO)
      throw new ImportError(
        `${who} has ${tokens} tokens, and the embedding has ${rows} rows: far more than padding; they do not belong together`,
      );
  }
  const fewest = said.toSorted((a, b) => a.tokens - b.tokens)[0];
  if (!fewest || fewest.tokens === rows) return { vocab_size: rows, notes: [] };
  const { who, tokens } = fewest;
  return {
    vocab_size: tokens,
    notes: [
      `The embedding has ${rows} rows and ${who} ${tokens} tokens, so ${rows - tokens} rows of padding are left out.`,
    ],
  };
}
