/**
 * Philox4x32-10, a counter-based generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * Its output is a pure function of a key and a counter, so any sequence of any batch can be made without the ones before it.
 */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const first = aHigh * bLow + ((aLow * bLow) >>> 16);
  const second = aLow * bHigh + (first & 0xffff);
  return (aHigh * bHigh + (first >>> 16) + (second >>> 16)) >>> 0;
}

/** Writes four random 32-bit words for a four-word counter and a two-word key into `out`. */
export function philox(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array): void {
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(c0, MULTIPLIER_0);
    const low0 = Math.imul(c0, MULTIPLIER_0) >>> 0;
    const high1 = multiplyHigh(c2, MULTIPLIER_1);
    const low1 = Math.imul(c2, MULTIPLIER_1) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** What the numbers are for; different purposes never share a number. */
const PURPOSES = { train: 1, validation: 2, split: 3, baseline: 4, weights: 5, inspection: 6 } as const;
export type Purpose = keyof typeof PURPOSES;

/** The random numbers of one sequence: a pure function of (seed, purpose, sequence). */
export class Random {
  readonly #key: Uint32Array;
  readonly #counter: Uint32Array;
  readonly #words = new Uint32Array(4);
  #used = 4;

  /** `seed` below 2^32, `sequence` a whole number below 2^53. */
  constructor(seed: number, purpose: Purpose, sequence = 0) {
    this.#key = Uint32Array.of(seed >>> 0, PURPOSES[purpose]);
    this.#counter = Uint32Array.of(0, 0, sequence >>> 0, Math.floor(sequence / 2 ** 32));
  }

  /** A uniform 32-bit word. */
  next(): number {
    if (this.#used === 4) {
      philox(this.#counter, this.#key, this.#words);
      this.#counter[0]++;
      this.#used = 0;
    }
    return this.#words[this.#used++];
  }

  /** A uniform whole number in 0..n-1, n from 1 to 2^32, without bias (Lemire 2019, "Fast random integer generation"). */
  below(n: number): number {
    let word = this.next();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      const threshold = (2 ** 32 - n) % n;
      while (low < threshold) {
        word = this.next();
        low = Math.imul(word, n) >>> 0;
      }
    }
    return multiplyHigh(word, n);
  }

  /** A uniform number strictly between 0 and 1. */
  uniform(): number {
    return (this.next() + 0.5) / 2 ** 32;
  }

  /** `count` different whole numbers below `size`, in random order: the first `count` swaps of a Fisher-Yates shuffle. */
  distinct(count: number, size: number): Int32Array {
    const chosen = new Int32Array(count);
    const moved = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const j = i + this.below(size - i);
      chosen[i] = moved.get(j) ?? j;
      moved.set(j, moved.get(i) ?? i);
    }
    return chosen;
  }
}
