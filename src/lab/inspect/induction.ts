import type { MatrixView } from '../../models/view';
import { Random } from '../../tasks/random';
import type { InductionScores } from './inspection';
import type { KeptForward } from './kept_forward';
import { checkLogits } from './predictions';

/** Fewest and most tokens of a copy. */
const FEWEST_TOKENS = 4;
const MOST_TOKENS = 32;
/** A score is the mean share of at least this many tokens: short copies need more sequences. */
const MEASURED = 64;

/** Length of a copy of different tokens, such that two copies are no longer than the training length; undefined: too short. */
export function copyLength(V: number, trainingLength: number): number | undefined {
  const tokens = Math.min(V, MOST_TOKENS, Math.floor(trainingLength / 2));
  return tokens < FEWEST_TOKENS ? undefined : tokens;
}

/**
 * Scores of every matrix in the model, by a forward over two copies of n tokens. Throws TaskError if the model diverged, and the
 * signal's reason once it is aborted.
 */
export async function inductionScores(forward: KeptForward, V: number, signal?: AbortSignal): Promise<InductionScores> {
  const n = forward.L / 2;
  const random = new Random(0, 'inspection');
  const sequences = Math.ceil(MEASURED / n);
  const sums = new Map<string, InductionScores['scores'][number]>();
  for (let i = 0; i < sequences; i++) {
    checkLogits(await forward.run(twice(random.distinct(n, V)), 0, signal), V);
    for (const [block, views] of (await forward.views()).entries()) {
      for (const view of views) {
        if (view.kind !== 'matrix') continue;
        const { key, title } = view;
        const id = `${block} ${key}`;
        const score = (sums.get(id)?.score ?? 0) + inductionScore(view.values, n) / sequences;
        sums.set(id, { block, key, title, score });
      }
    }
  }
  return { tokens: n, scores: [...sums.values()], chance: inductionScore(uniform(2 * n), n) };
}

function twice(tokens: Int32Array): Int32Array {
  return Int32Array.of(...tokens, ...tokens);
}

/** Mean share that each of the tokens n to 2n - 1 takes from the token after its first occurrence. values (2n, 2n), by row. */
export function inductionScore(values: MatrixView['values'], n: number): number {
  let sum = 0;
  for (let t = n; t < 2 * n; t++) {
    const row = values.subarray(t * 2 * n, (t + 1) * 2 * n);
    const all = row.reduce((total, value) => total + Math.abs(value), 0);
    if (all > 0) sum += Math.abs(row[t - n + 1]) / all;
  }
  return sum / n;
}

/** Equal attention of L tokens to all tokens so far. */
function uniform(L: number): Float32Array {
  return Float32Array.from({ length: L * L }, (_, at) => (at % L <= Math.floor(at / L) ? 1 : 0));
}
