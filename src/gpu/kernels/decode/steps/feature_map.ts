import { phi } from '../../functions';
import { defineStep } from '../step';

/** As `feature_map`: qkv (3D), whose q and k it overwrites; values (heads, D / heads + 1) = (v, 1). */
export const featureMap = defineStep({
  name: 'feature_map',
  operands: ['qkv', 'D', 'heads', 'values'],
  twin({ qkv, D, heads, values }, { workspace }) {
    for (let i = 0; i < 2 * D; i++) workspace[qkv + i] = phi(workspace[qkv + i]);
    workspace.fill(1, values, values + D + heads);
    for (let i = 0; i < D; i++) workspace[values + i + Math.floor((i * heads) / D)] = workspace[qkv + 2 * D + i];
  },
});
