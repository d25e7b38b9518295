import { type Language, languageTask } from './answer_at_end';

/** State 0: nothing read; state 1 + 2 first + last: a word with these ends. */
const ends: Language = {
  symbols: ['0', '1'],
  answers: ['0', '1'],
  states: 5,
  step: (state, bit) => 1 + 2 * (state === 0 ? bit : (state - 1) >> 1) + bit,
  answer: state => ((state - 1) >> 1) ^ ((state - 1) & 1),
};

export const evenPairs = languageTask(
  {
    name: 'even_pairs',
    title: 'Even pairs',
    summary:
      'How often do neighbours differ in a word of zeros and ones: an even number of times (answer 0) or an odd one (answer 1)? ' +
      'That is the same as asking whether the first and the last symbol differ, so a model that finds the short cut needs to remember one symbol only (a regular language).',
    citations: ['Delétang et al. 2022, Neural Networks and the Chomsky Hierarchy, arXiv:2207.02098'],
  },
  ends,
);
