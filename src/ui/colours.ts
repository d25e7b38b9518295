/**
 * One colour per place in the race, from Okabe and Ito's colour-blind-safe set, darkened or lightened until it stands out by
 * 3 : 1 from the panel of either theme (styles/tokens.css); a dash pattern tells contenders apart without colour.
 */
export const contenderColours = 8;

export function contenderColour(index: number): string {
  return `var(--contender-${index % contenderColours})`;
}

const dashes = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 4', '6 2 1 2'];

export function contenderDash(index: number): string {
  // The second round of colours has other dashes than the first.
  return dashes[(index + Math.floor(index / contenderColours)) % dashes.length] ?? '';
}
