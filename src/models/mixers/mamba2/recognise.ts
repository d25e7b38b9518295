import { EPS } from '../../duality/sizes';
import type { Question, Recognise } from '../../recognise';

const groups = {
  kind: 'number',
  field: {
    key: 'ngroups',
    label: 'Groups',
    help: 'Groups of heads that share B and C. The shapes alone do not tell them from the states of a channel.',
    min: 1,
    max: 256,
  },
  usual: 1,
} as const satisfies Question;

/** Names and shapes of `Mamba2` in state-spaces/mamba, which `Mamba2Mixer` of transformers has, too. */
export const recognise: Recognise = (shapes, D, answers) => {
  const [H, more] = shapes.get('A_log') ?? [];
  const E = shapes.get('out_proj.weight')?.[1];
  const [convolved, , K] = shapes.get('conv1d.weight') ?? [];
  if (H === undefined || more !== undefined || E === undefined || convolved === undefined || K === undefined)
    return undefined;
  const ngroups = Number(answers[groups.field.key] ?? groups.usual);
  return {
    config: { d_state: (convolved - E) / 2 / ngroups, heads: H, expand: E / D, ngroups, kernel: K },
    optional: ['conv1d.bias'],
    questions: [groups],
    norm_eps: EPS,
  };
};
