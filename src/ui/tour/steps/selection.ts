import { percent } from '../../../lab/experiments/phrases';
import { isAhead, lettersWords } from '../accuracy_words';
import scattered from '../evidence/selective-copying.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { chanceOf, setupOf } from '../setup';
import type { TourStep } from '../step';

export const selection: TourStep = {
  name: 'selection',
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
    text: from => {
      const run = from('selective-copying');
      const chance = chanceOf(run);
      const { copied, length } = setupOf(run).task;
      const names = contendersOf(run);
      const said = names.map(name => lettersWords(run, name, chance));
      const others = names.filter(name => name !== 'Mamba');
      return (
        `Each text hides ${copied} letters among ${length} tokens of noise. ${said.join('. ')}. Guessing gives ${percent(chance)}. ` +
        aheadWords(isAhead(run, 'Mamba', others))
      );
    },
    evidence: [scattered],
  },
  citations: [{ text: 'Gu and Dao 2023, Mamba, Table 1', arxiv: '2312.00752' }],
};

function aheadWords(ahead: boolean | null): string {
  if (ahead === null) return 'Without all figures, this run cannot tell who is ahead.';
  return ahead ? 'Mamba is ahead of all the others.' : 'This run does not show Mamba ahead of all the others.';
}
