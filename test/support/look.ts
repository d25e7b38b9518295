import type { Look } from '../../src/ui/pictures/look';

/** A look that needs no page: every token is black, and a letter is half as wide as high. */
export const plainLook: Look = {
  theme: 'light',
  colour: colour => (colour.startsWith('var(') ? '#000000' : colour),
  family: '"Test Sans", sans-serif',
  measure: (text, size) => (text.length * size) / 2,
};
