const CELL = 4;

/** Counts the pieces of curves in each small square of a plot, so that a label finds free squares. */
export class Occupancy {
  readonly #columns: number;
  readonly #rows: number;
  readonly #counts: Uint16Array;

  /** `width` and `height` of the plot in CSS pixels, as all places here. */
  constructor(width: number, height: number) {
    this.#columns = Math.max(1, Math.ceil(width / CELL));
    this.#rows = Math.max(1, Math.ceil(height / CELL));
    this.#counts = new Uint16Array(this.#columns * this.#rows);
  }

  /** Adds a straight piece of a curve, from left to right. */
  add(x0: number, y0: number, x1: number, y1: number): void {
    const first = Math.max(0, Math.floor(x0 / CELL));
    const last = Math.min(this.#columns - 1, Math.floor(x1 / CELL));
    const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    for (let column = first; column <= last; column++) {
      const enters = x1 > x0 ? y0 + slope * (Math.max(x0, column * CELL) - x0) : y0;
      const leaves = x1 > x0 ? y0 + slope * (Math.min(x1, (column + 1) * CELL) - x0) : y1;
      const from = Math.max(0, Math.floor(Math.min(enters, leaves) / CELL));
      const to = Math.min(this.#rows - 1, Math.floor(Math.max(enters, leaves) / CELL));
      for (let row = from; row <= to; row++) {
        const at = row * this.#columns + column;
        this.#counts[at] = (this.#counts[at] ?? 0) + 1;
      }
    }
  }

  /** Number of squares of a rectangle that curves pass. */
  within(left: number, top: number, right: number, bottom: number): number {
    let passed = 0;
    const lastRow = Math.min(this.#rows - 1, Math.floor(bottom / CELL));
    const lastColumn = Math.min(this.#columns - 1, Math.floor(right / CELL));
    for (let row = Math.max(0, Math.floor(top / CELL)); row <= lastRow; row++) {
      for (let column = Math.max(0, Math.floor(left / CELL)); column <= lastColumn; column++) {
        if (this.#counts[row * this.#columns + column]) passed++;
      }
    }
    return passed;
  }
}
