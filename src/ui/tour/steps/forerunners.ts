import { percent } from '../../../lab/experiments/phrases';
import { accuracyOf, check } from '../check';
import { copiedWords } from '../copied_words';
import { copyScattered } from '../copy_scattered';
import copied from '../evidence/forerunners-copying.json' with { type: 'json' };
import rebuilt from '../evidence/hippo.json' with { type: 'json' };
import { rebuiltError, rebuiltWords } from '../rebuilt_words';
import type { TourStep } from '../step';

export const forerunners: TourStep = {
  name: 'forerunners',
  title: 'Before Mamba: states that hold the past well, and cannot choose',
  text:
    'HiPPO chooses the matrices of a linear state so that its numbers are the best polynomial through all that it has read. ' +
    'S4D starts from them; H3 multiplies the outputs of two such states with each other, and Hyena puts one long convolution between two products. ' +
    'All three treat every token by the same rules.',
  actions: [
    {
      kind: 'experiment',
      label: 'Rebuild the past from 32 numbers',
      experiment: 'fixed_states',
      evidence: 'hippo',
      params: { sizes: [32] },
    },
    copyScattered('Copy scattered letters', 'forerunners-copying', ['Mamba', 'H3', 'Hyena', 'S4D']),
  ],
  time: 'HiPPO trains nothing; copying trains 400 steps each.',
  lookAt: [
    {
      text: 'The past, rebuilt: the line of LegS lies on that of the signal, the others leave it.',
      target: 'results',
      of: 'hippo',
    },
    {
      text: 'Accuracy of the copied letters: products let H3 and Hyena choose a little. Who is ahead?',
      target: 'results',
      of: 'forerunners-copying',
    },
  ],
  found: {
    text: from => `${rebuiltWords(from('hippo'))} ${copiedWords(from('forerunners-copying'))}`,
    checks: from => {
      const [states, letters] = [from('hippo'), from('forerunners-copying')];
      return [
        check(
          'HiPPO (LegS) rebuilds the signal with less than half of the error of a random state',
          { hippo: rebuiltError(states, 'LegS'), random: rebuiltError(states, 'Random') },
          ({ hippo, random }) => `${percent(hippo)} and ${percent(random)} of the signal`,
          ({ hippo, random }) => hippo < random / 2,
        ),
        ...(['H3', 'Hyena', 'S4D'] as const).map(name =>
          check(
            `Mamba copies more letters than ${name}`,
            { mamba: accuracyOf(letters, 'Mamba'), other: accuracyOf(letters, name) },
            ({ mamba, other }) => `${percent(mamba)} and ${percent(other)}`,
            ({ mamba, other }) => mamba > other,
          ),
        ),
      ];
    },
    evidence: [rebuilt, copied],
  },
  citations: [
    { text: 'Gu et al. 2020, HiPPO', arxiv: '2008.07669' },
    { text: 'Dao, Fu et al. 2022, Hungry Hungry Hippos', arxiv: '2212.14052' },
    { text: 'Poli et al. 2023, Hyena Hierarchy', arxiv: '2302.10866' },
  ],
};
