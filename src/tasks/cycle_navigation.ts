import { type Language, languageTask } from './answer_at_end';

/** Places on the ring, as in Delétang et al. */
const PLACES = 5;
/** Moves of the symbols: one back, stay, one forward. */
const STEPS = [-1, 0, 1] as const;

const ring: Language = {
  symbols: ['<', '-', '>'],
  answers: ['0', '1', '2', '3', '4'],
  states: PLACES,
  step: (place, symbol) => (place + STEPS[symbol] + PLACES) % PLACES,
  answer: place => place,
};

export const cycleNavigation = languageTask(
  {
    name: 'cycle_navigation',
    title: 'Cycle navigation',
    summary:
      'A walker on a ring of five places starts at 0 and steps back (<), stays (-) or steps on (>): where does it end? ' +
      'The model must follow a state through the whole word (state tracking, a regular language).',
    citations: ['Delétang et al. 2022, Neural Networks and the Chomsky Hierarchy, arXiv:2207.02098'],
  },
  ring,
);
