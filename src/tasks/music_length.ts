import type { Field } from '../field';
import { LONGEST } from './parameters';

/** Of the task music. */
export const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Steps of a sequence; at each one every voice has a token.',
  min: 1,
  max: LONGEST / 4,
  unit: 'steps',
  options: [16, 32, 64, 96, 128, 256, 512],
};
