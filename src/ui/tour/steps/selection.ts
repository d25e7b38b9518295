import scattered from '../evidence/selective-copying.json' with { type: 'json' };
import { accuracyWithin } from '../figures';
import type { TourStep } from '../step';

export const selection: TourStep = {
  title: 'Fixed rules store the noise as well; Mamba’s rules depend on the token',
  text:
    'The letters lie at random among noise, and rules that treat all tokens alike store both. ' +
    'Mamba computes its step size Δ, and B and C, from the token itself (selection). ' +
    'A large Δ means “write this token, let go of the rest”; Δ near 0 means “keep the state as it is”.',
  actions: [
    { kind: 'race', label: 'Train on scattered letters', preset: 'selective-copying', evidence: 'selective-copying' },
    { kind: 'inspect', label: 'Look at Mamba’s Δ', contender: 'Mamba' },
  ],
  time: '2,000 steps each; you can see what Δ does much earlier.',
  lookAt: [
    { text: 'Accuracy: how far does Mamba climb, and where do S4D and the convolution level off?', target: 'accuracy' },
    { text: 'Δ, token by token: compare the columns of letters with those of noise (·).', target: 'inside' },
  ],
  found: {
    text: () =>
      `With 8 letters among 48 tokens of noise, Mamba said ${accuracyWithin(scattered, { contender: 'Mamba' }, 512)} of them right, ` +
      `S4D ${accuracyWithin(scattered, { contender: 'S4D' }, 512)}, and the convolution ${accuracyWithin(scattered, { contender: 'Conv' }, 512)}; guessing gives 7.1 %.`,
    setting: '1,800 steps of 32 sequences each, 512 sequences to validate on, seed 1.',
    evidence: [scattered],
  },
  citations: [{ text: 'Gu and Dao 2023, Mamba, Table 1', arxiv: '2312.00752' }],
};
