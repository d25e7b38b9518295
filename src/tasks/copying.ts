import { type CopyingParameters, copyingFields, copyingSchema, openCopying } from './copied_tokens';
import type { Task } from './task';

export const copying: Task<CopyingParameters> = {
  name: 'copying',
  title: 'Copying',
  summary:
    'A few letters come first, then noise, and at the end the model must say the letters again in order. ' +
    'The distance is always the same, so a fixed filter that does not look at the content (a linear time-invariant model) can solve it.',
  citations: [
    'Hochreiter and Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8)',
    'Arjovsky, Shah and Bengio 2016, Unitary Evolution Recurrent Neural Networks, arXiv:1511.06464',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema: copyingSchema,
  fields: copyingFields,
  async open(p, seed) {
    const places = Int32Array.from({ length: p.copied }, (_, i) => i);
    return openCopying(p, seed, () => places);
  },
};
