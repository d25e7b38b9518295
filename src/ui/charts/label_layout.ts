import { type Box, overlap } from './boxes';
import type { Occupancy } from './occupancy';

/** A horizontal line with its name; y in CSS pixels. */
export interface Level {
  readonly name: string;
  readonly y: number;
}

export interface PlacedLabel extends Box {
  readonly name: string;
  /** The number of its place among the candidates, so that it keeps the place while curves move. */
  readonly place: number;
}

const HEIGHT = 13;
const AIR = 4;
/** Where to try a label along its line: shares of the free width, the best first. */
const ALONG = [0, 1, 0.5, 0.25, 0.75];
/** A label stays in its place if the best place covers at most so many squares of curves fewer. */
const STAYS = 6;

/** Joins the names of levels less than 2 pixels apart. */
export function mergedLevels(levels: readonly Level[]): Level[] {
  const merged: { names: string[]; y: number }[] = [];
  for (const { name, y } of levels.toSorted((a, b) => a.y - b.y)) {
    const above = merged.at(-1);
    if (above && y - above.y < 2) above.names.push(name);
    else merged.push({ names: [name], y });
  }
  return merged.map(({ names, y }) => ({ name: names.join(' · '), y }));
}

/**
 * Places each level's name above or below its line, where it covers the curves least, and never over another name or another
 * level's line. A name without such a place is left out. `before` is the layout of the last picture.
 */
export function placeLabels(
  levels: readonly Level[],
  area: Box,
  measure: (text: string) => number,
  curves: Pick<Occupancy, 'within'>,
  before: readonly PlacedLabel[] = [],
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { name, y } of levels) {
    const width = measure(name);
    const room = area.right - area.left - 2 * AIR - width;
    if (room < 0) continue;
    const others = levels.filter(level => level.name !== name);
    const candidates = ALONG.flatMap((share, i) =>
      [y - HEIGHT - 1, y + 1].map((top, below): PlacedLabel => {
        const left = area.left + AIR + share * room;
        return { name, left, top, right: left + width, bottom: top + HEIGHT, place: 2 * i + below };
      }),
    ).filter(
      label =>
        label.top >= area.top &&
        label.bottom <= area.bottom &&
        !placed.some(other => overlap(label, other, AIR)) &&
        !others.some(level => level.y > label.top && level.y < label.bottom),
    );
    const costs = candidates.map(({ left, top, right, bottom }) => curves.within(left, top, right, bottom));
    const least = Math.min(...costs);
    const kept = before.find(label => label.name === name)?.place;
    const stays = candidates.findIndex((label, i) => label.place === kept && (costs[i] ?? least) <= least + STAYS);
    const chosen = candidates[stays >= 0 ? stays : costs.indexOf(least)];
    if (chosen) placed.push(chosen);
  }
  return placed;
}
