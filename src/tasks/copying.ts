import { copyingTask } from './copied_tokens';

export const copying = copyingTask(
  {
    name: 'copying',
    title: 'Copying',
    summary:
      'A few letters come first, then noise, and at the end the model must say the letters again in order. ' +
      'The distance is always the same, so a fixed filter that does not look at the content (a linear time-invariant model) can solve it.',
    citations: [
      'Hochreiter and Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8)',
      'Arjovsky, Shah and Bengio 2016, Unitary Evolution Recurrent Neural Networks, arXiv:1511.06464',
    ],
  },
  (_, p) => Int32Array.from({ length: p.copied }, (_, i) => i),
);
