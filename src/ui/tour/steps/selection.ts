import type { TourStep } from '../step';

export const selection: TourStep = {
  title: 'Fixed rules cannot choose what to remember; Mamba’s depend on the token',
  text:
    'Scatter the letters at random among noise: rules that treat all tokens alike store the noise as well. ' +
    'Mamba computes its step size Δ, and B and C, from the token itself (selection). ' +
    'A large Δ means “write this token, let go of the rest”; Δ near 0 means “keep the state as it is”.',
  actions: [
    { kind: 'race', label: 'Train on scattered letters', preset: 'selective-copying' },
    { kind: 'inspect', label: 'Look at Mamba’s Δ', contender: 'Mamba' },
  ],
  time: '2,000 steps each; what Δ does shows long before.',
  lookAt: [
    { text: 'Accuracy: Mamba climbs, S4D and the convolution level off far below.', target: 'accuracy' },
    { text: 'Δ, token by token: compare the columns of letters with those of noise (·).', target: 'inside' },
  ],
  found: {
    text: 'With 8 letters among 48 tokens of noise, Mamba says 99.3 % of them right, S4D 40.6 % and the convolution 20.5 %; guessing gives 7.1 %.',
    setting: '1,800 steps of 32 sequences each, seed 1, SwiftShader (software) on two cores.',
  },
  citations: [{ text: 'Gu and Dao 2023, Mamba, Table 1', arxiv: '2312.00752' }],
};
