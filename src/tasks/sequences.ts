import { IGNORED, isScored } from '../scored';
import type { Guess } from './frequencies';
import { Random } from './random';
import type { Baseline, Batch, OpenTask, Split, Vocabulary } from './task';

/** Writes one sequence. `tokens` and `targets` are (L); targets arrive filled with IGNORED. */
export type FillSequence = (random: Random, tokens: Int32Array, targets: Int32Array, split: Split) => void;

/**
 * Batches of independent sequences. Row b of batch `index` is sequence `index * B + b` of its split, so every batch size has
 * the same data in the same order.
 */
export function seededBatches(seed: number, L: number, fill: FillSequence): OpenTask['batch'] {
  return (split: Split, index: number, B: number): Batch => {
    const tokens = new Int32Array(B * L);
    const targets = new Int32Array(B * L).fill(IGNORED);
    for (let b = 0; b < B; b++) {
      const random = new Random(seed, split, index * B + b);
      fill(random, tokens.subarray(b * L, (b + 1) * L), targets.subarray(b * L, (b + 1) * L), split);
    }
    return { tokens, targets };
  };
}

/** `symbols` (L + 1) as a sequence in which every next token is scored. */
export function fillNextToken(symbols: ArrayLike<number>, tokens: Int32Array, targets: Int32Array): void {
  for (let t = 0; t < tokens.length; t++) {
    tokens[t] = symbols[t];
    targets[t] = symbols[t + 1];
  }
}

/** The first validation sequence, up to and including the token with the first answer. */
function promptToFirstAnswer(vocabulary: Vocabulary, batch: OpenTask['batch']): string {
  const { tokens, targets } = batch('validation', 0, 1);
  const first = targets.findIndex(isScored);
  return vocabulary.decode(tokens.subarray(0, first + 1));
}

/** A task that asks for answers, with what a guess gets: one among so many, or as it is said. */
export function askingTask(
  vocabulary: Vocabulary,
  length: number,
  batch: OpenTask['batch'],
  chance: number | Guess,
  baselines?: readonly Baseline[],
): OpenTask {
  const guess = typeof chance === 'number' ? { loss: Math.log(chance), accuracy: 1 / chance } : chance;
  return {
    vocabulary,
    length,
    batch,
    get prompt() {
      return promptToFirstAnswer(vocabulary, batch);
    },
    baselines: baselines ?? [{ name: 'chance', loss: guess.loss }],
    chanceAccuracy: guess.accuracy,
  };
}

/** A sequence as the page draws it: its glyphs, and the glyph of each answer, null where nothing is scored. */
export interface Example {
  readonly glyphs: readonly string[];
  readonly targets: readonly (string | null)[];
}

/** The first training sequence of a task. */
export function exampleOf(task: OpenTask): Example {
  const { tokens, targets } = task.batch('train', 0, 1);
  const { vocabulary } = task;
  return {
    glyphs: Array.from(tokens, token => vocabulary.glyph(token)),
    targets: Array.from(targets, target => (isScored(target) ? vocabulary.glyph(target) : null)),
  };
}
