import type { Recognise } from '../../recognise';

/** Names and shapes of `Mamba` in state-spaces/mamba, which `MambaMixer` of transformers has, too. */
export const recognise: Recognise = (shapes, D) => {
  const [E, N, more] = shapes.get('A_log') ?? [];
  const K = shapes.get('conv1d.weight')?.[2];
  const R = shapes.get('dt_proj.weight')?.[1];
  if (E === undefined || N === undefined || more !== undefined || K === undefined || R === undefined) return undefined;
  const dt_rank = R === Math.ceil(D / 16) ? 'auto' : R;
  return { config: { d_state: N, d_conv: K, expand: E / D, dt_rank }, optional: ['conv1d.bias'] };
};
