import type { RowsView } from '../../models/view';
import { roundUp } from './value_axis';

/** The values at the ends of the colours of a view. */
export type ColourScale = RowsView['scale'] & {
  /** Colours follow the square root of a value, so that small values get more of them. */
  readonly root?: boolean;
};
export type ShownTheme = 'light' | 'dark';

/** The scale with round ends, so that colours stay the same while values change a little. */
export function rounded({ kind, least, most }: RowsView['scale']): ColourScale {
  return { kind, least: least < 0 ? -roundUp(-least) : least, most: most > 0 ? roundUp(most) : most };
}

/** Linear for signed values and for shares from 0 to 1; square root for other amounts, because a few may be far larger than the rest. */
export function measuredRoot(scale: RowsView['scale']): ColourScale {
  return scale.kind === 'diverging' || scale.most === 1 ? rounded(scale) : rooted(scale);
}

/** Square root, for weights: most are small and a few are large. */
export function rooted(scale: RowsView['scale']): ColourScale {
  return { ...rounded(scale), root: true };
}

/**
 * Sequential: from zero to the largest value. Diverging: from negative, orange, to positive, blue; people with any colour vision can
 * tell these apart. Lightness changes evenly, so that a grey print shows the amount. Zero has the colour of the background.
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
} as const satisfies Record<ColourScale['kind'], Record<ShownTheme, readonly string[]>>;

export function rampOf(kind: ColourScale['kind'], theme: ShownTheme): readonly string[] {
  return ramps[kind][theme];
}

/** The values at the ends of a scale. A diverging scale reaches equally far on both sides of 0. */
export function endsOf({ kind, least, most }: ColourScale): readonly [number, number] {
  if (kind === 'sequential') return [least, most];
  const far = Math.max(Math.abs(least), Math.abs(most));
  return [-far, far];
}

/** Number of colours in a table. */
const shades = 256;

/** RGBA of `shades` colours from one end of a ramp to the other, 4 bytes each. */
export function colourTable(kind: ColourScale['kind'], theme: ShownTheme): Uint8ClampedArray {
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

/** The index of a value in a colour table; -1 for NaN. Values beyond an end get the colour of the end. */
export function shadeOf(value: number, scale: ColourScale): number {
  if (Number.isNaN(value)) return -1;
  const [least, most] = endsOf(scale);
  const share = most > least ? Math.min(1, Math.max(0, (value - least) / (most - least))) : 0;
  return Math.round(bent(share, scale) * (shades - 1));
}

/** The value of the middle colour, for the legend; null for a linear scale from least to most. */
export function middleOfScale({ kind, most, root }: ColourScale): number | null {
  if (kind === 'diverging') return 0;
  return root ? Number((most / 4).toPrecision(3)) : null;
}

function bent(share: number, { kind, root }: ColourScale): number {
  if (!root) return share;
  if (kind === 'sequential') return Math.sqrt(share);
  const away = 2 * share - 1;
  return 0.5 + 0.5 * Math.sign(away) * Math.sqrt(Math.abs(away));
}

function parse(colour: string): readonly number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
}
