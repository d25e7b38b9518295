import type { RowsView } from '../../models/view';

/** What the ends of a view's colours mean. */
export type ColourScale = RowsView['scale'];
export type Theme = 'light' | 'dark';

/**
 * From nothing to most, and from most negative over nothing to most positive: blue against orange, which all kinds of colour
 * vision tell apart; lightness rises or falls evenly, so that grey tells the amount. Nothing is the colour of the ground.
 */
const ramps = {
  sequential: {
    light: ['#f7f8f9', '#cfe1f2', '#8fc1e3', '#3d8dc4', '#135a96', '#082f5b'],
    dark: ['#12161a', '#16324a', '#1d5c8f', '#3f93cf', '#93cbf2', '#f0f8ff'],
  },
  diverging: {
    light: ['#7a2c00', '#c9631b', '#f0bd93', '#f7f8f9', '#a3cbea', '#2f7fbd', '#093e70'],
    dark: ['#ffdcbd', '#e58b4a', '#70401f', '#12161a', '#1c476b', '#5aa6e0', '#dcefff'],
  },
} as const satisfies Record<ColourScale['kind'], Record<Theme, readonly string[]>>;

export function rampOf(kind: ColourScale['kind'], theme: Theme): readonly string[] {
  return ramps[kind][theme];
}

/** The ends of a scale; those of a diverging one are equally far from 0. */
export function endsOf({ kind, least, most }: ColourScale): readonly [number, number] {
  if (kind === 'sequential') return [least, most];
  const far = Math.max(Math.abs(least), Math.abs(most));
  return [-far, far];
}

/** Number of different colours of a table. */
const shades = 256;

/** RGBA of `shades` colours from one end of a ramp to the other, 4 bytes each. */
export function colourTable(kind: ColourScale['kind'], theme: Theme): Uint8ClampedArray {
  const stops = rampOf(kind, theme).map(parse);
  const table = new Uint8ClampedArray(4 * shades);
  for (let i = 0; i < shades; i++) {
    const at = (i / (shades - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) {
      const [from = 0, to = 0] = [stops[below]?.[c], stops[below + 1]?.[c]];
      table[4 * i + c] = from + (to - from) * (at - below);
    }
    table[4 * i + 3] = 255;
  }
  return table;
}

/** The place of a value in a colour table: values beyond the ends have the ends' colours; -1 for what is not a number. */
export function shadeOf(value: number, [least, most]: readonly [number, number]): number {
  if (Number.isNaN(value)) return -1;
  const share = most > least ? (value - least) / (most - least) : 0;
  return Math.round(Math.min(1, Math.max(0, share)) * (shades - 1));
}

function parse(colour: string): readonly number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
}
