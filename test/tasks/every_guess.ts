import { vi } from 'vitest';
import { IGNORED } from '../../src/scored';
import type { Random as RealRandom } from '../../src/tasks/random';
import type { OpenTask } from '../../src/tasks/task';

/** One path through all the choices that a generator makes. `made` counts the choices of this run. */
interface Path {
  /** If false, numbers are random. */
  on: boolean;
  readonly choices: { readonly of: number; taken: number }[];
  made: number;
  probability: number;
  uniforms: number;
}

const path: Path = vi.hoisted(() => ({ on: false, choices: [], made: 0, probability: 1, uniforms: 0 }));

/** A run that draws more uniform numbers than this is left out. This does not change the distribution of the others. */
const MOST_UNIFORMS = 3;
const UNIFORM_CELLS = 4;

class TooLong extends Error {}

/** A generator of random numbers that takes every path in turn. It replaces the one of `src/tasks/random`. */
export function enumerating(Real: typeof RealRandom): typeof RealRandom {
  return class extends Real {
    readonly #real: boolean;

    constructor(...[seed, purpose, sequence]: ConstructorParameters<typeof RealRandom>) {
      super(seed, purpose, sequence);
      this.#real = purpose === 'split';
    }

    override below(n: number): number {
      if (this.#real || !path.on) return super.below(n);
      if (path.made === path.choices.length) path.choices.push({ of: n, taken: 0 });
      path.probability /= n;
      return path.choices[path.made++].taken;
    }

    override uniform(): number {
      if (this.#real || !path.on) return super.uniform();
      if (++path.uniforms > MOST_UNIFORMS) throw new TooLong();
      return (this.below(UNIFORM_CELLS) + 0.5) / UNIFORM_CELLS;
    }
  };
}

/** A sequence that a generator can make, and its probability. */
export interface Outcome {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  readonly probability: number;
}

/** Every validation sequence of a task, by every path of its generator. */
export function everySequence(task: Pick<OpenTask, 'batch'>): Outcome[] {
  const outcomes: Outcome[] = [];
  path.choices.length = 0;
  path.on = true;
  do {
    path.made = 0;
    path.probability = 1;
    path.uniforms = 0;
    try {
      const { tokens, targets } = task.batch('validation', 0, 1);
      outcomes.push({ tokens, targets, probability: path.probability });
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
    }
  } while (nextPath());
  path.on = false;
  return outcomes;
}

function nextPath(): boolean {
  for (let last = path.choices.pop(); last; last = path.choices.pop()) {
    if (last.taken + 1 < last.of) {
      path.choices.push({ of: last.of, taken: last.taken + 1 });
      return true;
    }
  }
  return false;
}

/**
 * The best guess that knows only what `known` gives for a scored place, from the frequencies of all outcomes. Returns its loss in nats
 * per scored token, and the share of right answers.
 */
export function bestGuess(
  outcomes: readonly Outcome[],
  known: (outcome: Outcome, place: number) => string,
): { loss: number; accuracy: number } {
  const frequencies = new Map<string, Map<number, number>>();
  let total = 0;
  for (const outcome of outcomes) {
    outcome.targets.forEach((target, place) => {
      if (target === IGNORED) return;
      const key = known(outcome, place);
      const seen = frequencies.get(key) ?? new Map<number, number>();
      seen.set(target, (seen.get(target) ?? 0) + outcome.probability);
      frequencies.set(key, seen);
      total += outcome.probability;
    });
  }
  let loss = 0;
  let right = 0;
  for (const seen of frequencies.values()) {
    const weights = [...seen.values()];
    const sum = weights.reduce((a, b) => a + b, 0);
    loss -= weights.reduce((all, weight) => all + weight * Math.log(weight / sum), 0);
    right += Math.max(...weights);
  }
  return { loss: loss / total, accuracy: right / total };
}
