/** A term of the field, and what it means in plain words. docs/glossary.md has the same table. */
export interface Term {
  /** As the page writes it; its plural has an s. */
  readonly term: string;
  /** One sentence for a first-year student. */
  readonly gloss: string;
}

export const terms: readonly Term[] = [
  { term: 'token', gloss: 'One piece of a sequence: here mostly a character, or a symbol of the task.' },
  { term: 'state', gloss: 'The numbers that a model carries from token to token: all it keeps of what it has read.' },
  {
    term: 'state space',
    gloss: 'A model whose state changes linearly: each token scales what is there and adds something to it.',
  },
  { term: 'selection', gloss: 'The token itself decides what is written into the state and what is let go.' },
  {
    term: 'recurrence',
    gloss: 'A rule that makes the next state from the last one and the new token, one after the other.',
  },
  { term: 'receptive field', gloss: 'How many tokens one output can depend on, the current one included.' },
  {
    term: 'convolution',
    gloss: 'Each output is a weighted sum of the last few inputs; the weights are the same everywhere.',
  },
  { term: 'Attention', gloss: 'Each token looks at all tokens before it and takes a weighted mean of what they hold.' },
  { term: 'KV cache', gloss: 'The keys and values of all tokens so far, which attention keeps to write the next one.' },
  { term: 'time-invariant', gloss: 'The rule is the same at every token, whatever the token is.' },
  { term: 'hybrid', gloss: 'A stack of blocks of different kinds.' },
  { term: 'delta rule', gloss: 'A write corrects what the state holds under a key, in place of adding to it.' },
  { term: 'eigenvalue', gloss: 'By how much a step scales a direction of the state; below 0 it also turns the sign.' },
  { term: 'gradient', gloss: 'How the loss changes with each weight; training moves the weights against it.' },
  { term: 'logit', gloss: 'The score of a possible next token, before scores become probabilities.' },
  { term: 'perplexity', gloss: 'e to the loss: among so many equally likely tokens the model seems to choose.' },
  {
    term: 'induction head',
    gloss: 'A head that finds where the current token stood before and copies what came after it.',
  },
  { term: 'parity', gloss: 'Whether the number of ones so far is even or odd.' },
];
