/**
 * Number of contenders' colours. They are from Okabe and Ito's set for colour-blind readers, darkened or lightened to a contrast of
 * 3 : 1 with the panel in both themes (styles/tokens.css). Dash patterns tell contenders apart without colour.
 */
export const contenderColours = 8;

export function contenderColour(index: number): string {
  return `var(--contender-${index % contenderColours})`;
}

const dashes = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 4', '6 2 1 2'];

/** The dashes of a contender as SVG writes them; empty: a whole line. */
export function contenderDash(index: number): string {
  // When the colours repeat, the dashes are shifted.
  return dashes[(index + Math.floor(index / contenderColours)) % dashes.length] ?? '';
}
