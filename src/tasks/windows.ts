import { Random } from './random';
import type { OpenTask, Split } from './task';

/**
 * Batches of windows of L tokens from one long sequence per split; every next token is scored. Training windows lie at random
 * places, validation windows are evenly spread. Each split has more than L tokens. Windows begin at multiples of `stride`.
 */
export function windowBatches(
  seed: number,
  L: number,
  splits: Readonly<Record<Split, Int32Array>>,
  stride = 1,
): OpenTask['batch'] {
  return (split, index, B) => {
    const source = splits[split];
    const batch = { tokens: new Int32Array(B * L), targets: new Int32Array(B * L) };
    for (let b = 0; b < B; b++) {
      const row = index * B + b;
      const places = Math.ceil((source.length - L) / stride);
      const place = split === 'train' ? new Random(seed, split, row).below(places) : Math.floor(spread(row) * places);
      const start = stride * place;
      batch.tokens.set(source.subarray(start, start + L), b * L);
      batch.targets.set(source.subarray(start + 1, start + L + 1), b * L);
    }
    return batch;
  };
}

/**
 * Batches whose rows go on where those of the batch before ended: B rows walk through one long sequence side by side, from places that
 * are equally far apart, and read it again from its start when they come to its end. The seed says where the first one begins.
 */
export function streamBatches(seed: number, L: number, source: Int32Array): NonNullable<OpenTask['stream']> {
  const n = source.length;
  const shift = new Random(seed, 'train', STREAM).below(n);
  return (index, B) => {
    const batch = { tokens: new Int32Array(B * L), targets: new Int32Array(B * L) };
    for (let b = 0; b < B; b++) {
      const start = shift + Math.floor((b * n) / B) + index * L;
      for (let t = 0; t < L; t++) {
        batch.tokens[b * L + t] = source[(start + t) % n];
        batch.targets[b * L + t] = source[(start + t + 1) % n];
      }
    }
    return batch;
  };
}

/** A sequence that no batch has: its random number places a stream. */
const STREAM = 2 ** 48;

/**
 * The n-th of a fixed list of numbers in [0, 1): 0, 1/2, 1/4, 3/4, 1/8, … (van der Corput). The first 2^k are evenly spaced, so
 * any number of validation batches covers the split evenly. Every seed has the same windows.
 */
function spread(n: number): number {
  let value = 0;
  for (let rest = n, step = 0.5; rest > 0; rest = Math.floor(rest / 2), step /= 2) value += (rest % 2) * step;
  return value;
}

/** How often each token (V) is a target in all windows of L tokens of a longer sequence that begin at multiples of `stride`. */
export function windowFrequencies(source: Int32Array, L: number, V: number, stride = 1): Float64Array {
  const frequencies = new Float64Array(V);
  /** How many windows begin to score, less how many end, at each token. */
  const changes = new Int32Array(source.length + 1);
  // Every window scores its tokens except the first, and the one after it.
  for (let start = 0; start + L < source.length; start += stride) {
    changes[start + 1]++;
    changes[start + L + 1]--;
  }
  let scoring = 0;
  source.forEach((token, at) => {
    scoring += changes[at];
    frequencies[token] += scoring;
  });
  return frequencies;
}
