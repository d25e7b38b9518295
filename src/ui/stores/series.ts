/** A list of numbers that grows in place, so that React never copies the points of a long run. */
export class Series {
  #values = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** NaN beyond the ends. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? (this.#values[index] ?? Number.NaN) : Number.NaN;
  }

  get last(): number {
    return this.at(this.#length - 1);
  }

  append(values: ArrayLike<number>): void {
    const needed = this.#length + values.length;
    if (needed > this.#values.length) {
      const grown = new Float64Array(Math.max(needed, this.#values.length * 2));
      grown.set(this.#values.subarray(0, this.#length));
      this.#values = grown;
    }
    this.#values.set(values, this.#length);
    this.#length = needed;
  }

  /** Forgets all but the first `length` values. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** The values so far, not copied. Valid until the next append. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** The last finite value, or NaN. */
export function lastFinite(series: Series): number {
  for (let i = series.length - 1; i >= 0; i--) {
    const value = series.at(i);
    if (Number.isFinite(value)) return value;
  }
  return Number.NaN;
}
