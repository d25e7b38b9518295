/** One contender's line: x and y of equal length; x never falls. A y that is not finite is left out, and the line passes over it. */
export interface CurveLine {
  readonly key: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** A row of a chart: x, and per line its value there or null. */
export interface PlotRow {
  readonly x: number;
  readonly values: Readonly<Record<string, number | null>>;
}

interface Extremes {
  low: number;
  high: number;
  lowFirst: boolean;
}

/**
 * Rows shared by all lines, at most `limit`. Few points are kept as they are. Many are cut into equal pieces of x, or of log x. Each
 * piece becomes two rows with the least and the greatest y of every line, in the order of their x, so that a spike is never lost.
 */
export function bucketRows(lines: readonly CurveLine[], limit = 240, log = false): PlotRow[] {
  const exact = exactRows(lines, limit);
  if (exact) return exact;
  const scale = log ? Math.log : (x: number) => x;
  const [from, to] = extent(lines, log);
  const buckets = Math.max(1, Math.floor(limit / 2));
  const width = (scale(to) - scale(from)) / buckets;
  const columns = lines.map(line => fill(line, buckets, x => (scale(x) - scale(from)) / width));
  const rows: PlotRow[] = [];
  for (let b = 0; b < buckets; b++) {
    const first: Record<string, number | null> = {};
    const second: Record<string, number | null> = {};
    let found = false;
    lines.forEach((line, i) => {
      const e = columns[i]?.[b];
      if (!e) return;
      found = true;
      first[line.key] = e.lowFirst ? e.low : e.high;
      second[line.key] = e.lowFirst ? e.high : e.low;
    });
    if (!found) continue;
    const unscale = log ? Math.exp : (x: number) => x;
    rows.push({ x: unscale(scale(from) + (b + 0.25) * width), values: first });
    rows.push({ x: unscale(scale(from) + (b + 0.75) * width), values: second });
  }
  return rows;
}

function exactRows(lines: readonly CurveLine[], limit: number): PlotRow[] | null {
  const table = new Map<number, Record<string, number | null>>();
  const made: { x: number; values: Record<string, number | null> }[] = [];
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      const x = line.x[i] ?? Number.NaN;
      const y = line.y[i] ?? Number.NaN;
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      // Contenders usually share their xs. This saves the search.
      const expected = made[i];
      if (expected?.x === x) {
        expected.values[line.key] = y;
        continue;
      }
      const values = table.get(x) ?? {};
      values[line.key] = y;
      if (table.has(x)) continue;
      table.set(x, values);
      made.push({ x, values });
      if (made.length > limit) return null;
    }
  }
  return made.sort((a, b) => a.x - b.x);
}

function extent(lines: readonly CurveLine[], log: boolean): [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      const x = line.x[i] ?? Number.NaN;
      if (!Number.isFinite(x) || !Number.isFinite(line.y[i] ?? Number.NaN) || (log && x <= 0)) continue;
      if (x < from) from = x;
      if (x > to) to = x;
    }
  }
  return [from, to];
}

function fill(line: CurveLine, buckets: number, place: (x: number) => number): (Extremes | undefined)[] {
  const column = new Array<Extremes | undefined>(buckets).fill(undefined);
  for (let i = 0; i < line.x.length; i++) {
    const y = line.y[i] ?? Number.NaN;
    const at = place(line.x[i] ?? Number.NaN);
    if (!Number.isFinite(y) || !Number.isFinite(at)) continue;
    const b = Math.min(buckets - 1, Math.max(0, Math.floor(at)));
    const e = column[b];
    if (!e) column[b] = { low: y, high: y, lowFirst: true };
    else if (y < e.low) {
      e.low = y;
      e.lowFirst = false;
    } else if (y > e.high) {
      e.high = y;
      e.lowFirst = true;
    }
  }
  return column;
}
