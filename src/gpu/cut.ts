import type { AnyKernel, Grid } from './kernel';
import type { Rate } from './throughput';

/** A dispatch by what it costs. */
export interface Load {
  /** The name of its kernel, or variant. */
  readonly kernel: string;
  /** Multiply-adds of the whole dispatch. */
  readonly work: number;
  readonly grid: Grid;
  /** Steps of time that follow each other, for kernels that can stop between them; 0: it cannot be cut in time. */
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

/** A dispatch of a submit, by its place in the list; `part` absent: all of it. */
export interface Piece {
  readonly index: number;
  readonly part?: Part;
}

/** What goes to the device at once. */
export interface Submit {
  readonly pieces: readonly Piece[];
  /** Estimated. */
  readonly milliseconds: number;
}

/** Multiply-adds that reading or writing an element is worth, where nothing better is known of a kernel. */
const ELEMENT = 6;

/** `elements`: of all buffers of the dispatch. */
export function loadOf(kernel: AnyKernel, dims: Readonly<Record<string, number>>, elements: number): Load {
  return {
    kernel: kernel.name,
    work: kernel.work?.(dims) ?? ELEMENT * elements,
    grid: kernel.grid(dims),
    steps: kernel.time?.steps(dims) ?? 0,
    unit: kernel.time?.unit?.(dims) ?? 1,
    apart: kernel.time?.apart ?? false,
  };
}

function groupsOf([x, y, z]: Grid): number {
  return x * y * z;
}

/** Estimated milliseconds of `groups` workgroups for a share of the time. */
function estimate({ work, grid, steps }: Load, rate: Rate, groups: number, share: number): number {
  const each = work / groupsOf(grid);
  return share * (Math.max((groups * each) / rate.all, each / rate.one) + steps * rate.step);
}

/** Estimated milliseconds of a dispatch by itself. */
export function millisecondsOf(load: Load, rate: Rate): number {
  return estimate(load, rate, groupsOf(load.grid), 1);
}

/** Estimated milliseconds of the shortest part of a dispatch: a workgroup, or a unit of its time. */
export function shortestPart(load: Load, rate: Rate): number {
  return estimate(load, rate, 1, load.unit / Math.max(load.unit, load.steps));
}

/**
 * Cuts dispatches, in order, into submits of at most `most` estimated milliseconds each: between dispatches, and, where one is longer,
 * in time, or between workgroups. What is computed is the same however it is cut. A single workgroup of a kernel that cannot
 * stop in time stays whole.
 */
export function* cut(loads: Iterable<Load>, rate: (kernel: string) => Rate, most: number): Generator<Submit> {
  let pieces: Piece[] = [];
  let milliseconds = 0;
  let index = 0;
  for (const load of loads) {
    const own = rate(load.kernel);
    const whole = millisecondsOf(load, own);
    const inParts = whole > most || (load.apart && load.steps > load.unit);
    if (pieces.length > 0 && (inParts || milliseconds + whole > most)) {
      yield { pieces, milliseconds };
      pieces = [];
      milliseconds = 0;
    }
    if (!inParts) {
      pieces.push({ index });
      milliseconds += whole;
    } else for (const submit of partsOf(load, own, most)) yield { pieces: [{ index, part: submit.part }], ...submit };
    index++;
  }
  if (pieces.length > 0) yield { pieces, milliseconds };
}

function* partsOf(load: Load, rate: Rate, most: number): Generator<{ part: Part; milliseconds: number }> {
  const all = groupsOf(load.grid);
  const units = Math.max(1, Math.ceil(load.steps / load.unit));
  const shortest = 1 / units;
  // Workgroups side by side first, so that the device stays busy; fewer where even the shortest time is too long for all of them.
  const groups = mostGroups(load, rate, most, shortest);
  const fitting = Math.floor(most / estimate(load, rate, Math.min(groups, all), shortest));
  const atOnce = load.apart ? 1 : Math.max(1, fitting);
  for (const { origin, size } of boxes(load.grid, groups)) {
    for (let unit = 0; unit < units; unit += atOnce) {
      const start = unit * load.unit;
      const stop = Math.min(load.steps, (unit + atOnce) * load.unit);
      const share = Math.min(atOnce, units - unit) / units;
      yield { part: { origin, size, start, stop }, milliseconds: estimate(load, rate, groupsOf(size), share) };
    }
  }
}

/** Workgroups that stay within `most` milliseconds for a share of the time; at least one. */
function mostGroups(load: Load, rate: Rate, most: number, share: number): number {
  const all = groupsOf(load.grid);
  if (estimate(load, rate, all, share) <= most) return all;
  const each = load.work / all;
  const left = most / share - load.steps * rate.step;
  return Math.min(all, Math.max(1, Math.floor((left * rate.all) / each)));
}

/** A grid in boxes of at most `most` workgroups: whole layers where they fit, else whole rows, else parts of rows. */
function* boxes([X, Y, Z]: Grid, most: number): Generator<{ origin: Grid; size: Grid }> {
  const layers = Math.floor(most / (X * Y));
  const rows = Math.floor(most / X);
  if (layers >= 1) {
    for (let z = 0; z < Z; z += layers) yield { origin: [0, 0, z], size: [X, Y, Math.min(layers, Z - z)] };
    return;
  }
  for (let z = 0; z < Z; z++) {
    if (rows >= 1) {
      for (let y = 0; y < Y; y += rows) yield { origin: [0, y, z], size: [X, Math.min(rows, Y - y), 1] };
      continue;
    }
    for (let y = 0; y < Y; y++) {
      for (let x = 0; x < X; x += most) yield { origin: [x, y, z], size: [Math.min(most, X - x), 1, 1] };
    }
  }
}
