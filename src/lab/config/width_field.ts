import type { Field } from '../../field';

/** Of a contender. */
export const widthField: Field = {
  key: 'd_model',
  label: 'Width D',
  help: 'Width of each token’s vector between the blocks. A wider model learns more and trains more slowly.',
  min: 1,
  max: 1024,
};
