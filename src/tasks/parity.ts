import { type Language, languageTask } from './answer_at_end';

const ones: Language = {
  symbols: ['0', '1'],
  answers: ['0', '1'],
  states: 2,
  step: (odd, bit) => odd ^ bit,
  answer: odd => odd,
};

export const parity = languageTask(
  {
    name: 'parity',
    title: 'Parity',
    summary:
      'Is the number of ones in a word of zeros and ones even (answer 0) or odd (answer 1)? ' +
      'One bit of state that flips is enough (a regular language), but a model whose state can only decay, never change sign, cannot keep it over long words.',
    citations: [
      'Delétang et al. 2022, Neural Networks and the Chomsky Hierarchy, arXiv:2207.02098',
      'Sarrof, Veitsman and Hahn 2024, The Expressive Capacity of State Space Models, arXiv:2405.17394',
      'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
    ],
  },
  ones,
);
