/** From dark blue to yellow, evenly lighter, so that it reads without telling hues apart. */
const stops = [
  [13, 34, 84],
  [66, 78, 108],
  [124, 123, 120],
  [185, 172, 112],
  [254, 232, 86],
] as const;

type Rgb = readonly [number, number, number];

/** The colour of a share of 1, and black or white to write on it: the one that stands out more. */
export function heatColour(share: number): { readonly background: string; readonly ink: string } {
  const colour = mixed(Math.min(1, Math.max(0, share)));
  const dark = luminance(colour) < 0.179;
  return { background: `rgb(${colour.join(' ')})`, ink: dark ? '#ffffff' : '#000000' };
}

function mixed(share: number): Rgb {
  const at = share * (stops.length - 1);
  const from = stops[Math.floor(at)] ?? stops[0];
  const to = stops[Math.ceil(at)] ?? from;
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * (at - Math.floor(at)));
  return [mix(0), mix(1), mix(2)];
}

/** Relative luminance of WCAG 2. */
function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map(value => {
    const c = value / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The whole range as a CSS gradient. */
export const heatGradient = `linear-gradient(to right, ${stops.map(stop => `rgb(${stop.join(' ')})`).join(', ')})`;
