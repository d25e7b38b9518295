import type { AnyKernel, Grid } from './kernel';

/** How fast an adapter works, in multiply-adds (see Kernel.work) a millisecond. */
export interface Rate {
  /** Of all its processors together. */
  readonly all: number;
  /** Of the one that runs a workgroup. */
  readonly one: number;
  /** Milliseconds that a step of time waits for the previous step. */
  readonly step: number;
}

export interface Load {
  /** The name of its kernel, or variant. */
  readonly kernel: string;
  /** Its kernel and sizes: equal ones take equal time. */
  readonly shape: string;
  /** Multiply-adds of the whole dispatch. */
  readonly work: number;
  readonly grid: Grid;
  /** Consecutive steps of time, for kernels that can stop between them; 0: it cannot be cut in time. */
  readonly steps: number;
  /** It stops between multiples of so many steps only. */
  readonly unit: number;
  /** It stops after every unit, short or not. */
  readonly apart: boolean;
}

/** Part of a dispatch: workgroups of a box of its grid, for steps `start` to `stop` of its time. */
export interface Part {
  readonly origin: Grid;
  readonly size: Grid;
  readonly start: number;
  readonly stop: number;
}

/** How long dispatches take on an adapter. */
export interface Pace {
  readonly rate: Rate;
  /** Measured milliseconds over those that `rate` predicts, as far as known. */
  slowness(load: Load): number;
  /** Estimated milliseconds of a submit with this dispatch, at most. */
  most(load: Load): number;
}

/** A dispatch of a submit, by its place in the list. Without `part`, all of it. */
export interface Piece {
  readonly index: number;
  /** Its slowness that the estimate assumes. */
  readonly slowness: number;
  readonly part?: Part;
}

export interface Submit {
  readonly pieces: readonly Piece[];
  /** Estimated. */
  readonly milliseconds: number;
}

/** Multiply-adds that a byte read or written counts as, if a kernel states no work. */
const BYTE = 1.5;

/** The load of a dispatch whose buffers have `bytes` in all. */
export function loadOf(kernel: AnyKernel, dims: Readonly<Record<string, number>>, bytes: number): Load {
  return {
    kernel: kernel.name,
    shape: `${kernel.name} ${Object.values(dims).join(' ')}`,
    work: kernel.work?.(dims) ?? BYTE * bytes,
    grid: kernel.grid(dims),
    steps: kernel.time?.steps(dims) ?? 0,
    unit: kernel.time?.unit?.(dims) ?? 1,
    apart: kernel.time?.apart ?? false,
  };
}

function groupsOf([x, y, z]: Grid): number {
  return x * y * z;
}

/** Estimated milliseconds of `groups` workgroups of a dispatch, for a `share` (0 to 1) of its steps of time. */
function estimate({ work, grid, steps }: Load, rate: Rate, groups: number, share: number): number {
  const each = work / groupsOf(grid);
  return share * (Math.max((groups * each) / rate.all, each / rate.one) + steps * rate.step);
}

/** Estimated milliseconds of a dispatch by itself. */
export function millisecondsOf(load: Load, pace: Pick<Pace, 'rate' | 'slowness'>): number {
  return pace.slowness(load) * estimate(load, pace.rate, groupsOf(load.grid), 1);
}

/** Estimated milliseconds of the shortest part of a dispatch: a workgroup, or a unit of its time. */
export function shortestPart(load: Load, rate: Rate): number {
  return estimate(load, rate, 1, load.unit / Math.max(load.unit, load.steps));
}

/**
 * Cuts dispatches, in order, into submits that take at most the estimated milliseconds that `pace` allows. It cuts between dispatches,
 * and one that is longer in time or between workgroups. A cut changes no result. A single workgroup of a kernel that cannot stop in
 * time stays whole. It asks `pace` again for each submit.
 */
export function* cut(loads: Iterable<Load>, pace: Pace): Generator<Submit> {
  let pieces: Piece[] = [];
  let milliseconds = 0;
  let room = Number.POSITIVE_INFINITY;
  let index = 0;
  for (const load of loads) {
    const whole = millisecondsOf(load, pace);
    const most = pace.most(load);
    const inParts = whole > most || (load.apart && load.steps > load.unit);
    if (pieces.length > 0 && (inParts || milliseconds + whole > Math.min(room, most))) {
      yield { pieces, milliseconds };
      pieces = [];
      milliseconds = 0;
      room = Number.POSITIVE_INFINITY;
    }
    if (inParts) yield* partsOf(load, index, pace);
    else {
      pieces.push({ index, slowness: pace.slowness(load) });
      milliseconds += whole;
      room = Math.min(room, most);
    }
    index++;
  }
  if (pieces.length > 0) yield { pieces, milliseconds };
}

function* partsOf(load: Load, index: number, pace: Pace): Generator<Submit> {
  const all = groupsOf(load.grid);
  const units = Math.max(1, Math.ceil(load.steps / load.unit));
  // Prefers all workgroups for a shorter time, so that the device stays busy; fewer of them only if one unit of time is too long for all.
  const mostGroups = (): number => {
    const most = pace.most(load) / pace.slowness(load);
    if (estimate(load, pace.rate, all, 1 / units) <= most) return all;
    const left = most * units - load.steps * pace.rate.step;
    return Math.min(all, Math.max(1, Math.floor((left * pace.rate.all * all) / load.work)));
  };
  for (const { origin, size } of boxes(load.grid, mostGroups)) {
    const groups = groupsOf(size);
    let unit = 0;
    while (unit < units) {
      const slowness = pace.slowness(load);
      const fitting = Math.floor(pace.most(load) / (slowness * estimate(load, pace.rate, groups, 1 / units)));
      const atOnce = load.apart ? 1 : Math.min(units - unit, Math.max(1, fitting));
      const start = unit * load.unit;
      const stop = Math.min(load.steps, (unit + atOnce) * load.unit);
      const milliseconds = slowness * estimate(load, pace.rate, groups, atOnce / units);
      yield { pieces: [{ index, slowness, part: { origin, size, start, stop } }], milliseconds };
      unit += atOnce;
    }
  }
}

/** Cuts a grid into boxes of at most `most()` workgroups, asked for each box: whole layers if they fit, or whole rows, or parts of rows. */
function* boxes([X, Y, Z]: Grid, most: () => number): Generator<{ origin: Grid; size: Grid }> {
  let [x, y, z] = [0, 0, 0];
  while (z < Z) {
    const groups = most();
    const layers = x === 0 && y === 0 ? Math.floor(groups / (X * Y)) : 0;
    const rows = x === 0 ? Math.floor(groups / X) : 0;
    const origin: Grid = [x, y, z];
    if (layers >= 1) {
      yield { origin, size: [X, Y, Math.min(layers, Z - z)] };
      z += Math.min(layers, Z - z);
    } else if (rows >= 1) {
      yield { origin, size: [X, Math.min(rows, Y - y), 1] };
      y += Math.min(rows, Y - y);
    } else {
      yield { origin, size: [Math.min(groups, X - x), 1, 1] };
      x += Math.min(groups, X - x);
    }
    if (x === X) [x, y] = [0, y + 1];
    if (y === Y) [y, z] = [0, z + 1];
  }
}
