import { sizeOf } from '../../src/gpu/tensor';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { engineOf } from '../../src/models/engines';
import { mixers } from '../../src/models/registry';
import { randoms } from './numbers';
import type { OpCase } from './op';

/** Of each mixer: its defaults, and its further forms. A new mixer is tested by being in the registry. */
export const forms: BlockConfig[] = mixers.flatMap(({ name, forms: further = [] }) => [
  { mixer: name },
  ...further.map(form => ({ mixer: name, ...form })),
]);

/** A mixer by itself as an op, with weights large enough for every nonlinearity to matter. */
export function mixerCase(block: BlockConfig, B: number, L: number, D: number): OpCase {
  const { mixer, config } = bindBlock(block, 0);
  const parameters = Object.fromEntries(
    mixer.parameters(config, D).map((spec, index) => {
      const values = new Float32Array(sizeOf(spec.shape));
      const noise = randoms(values.length, 50 + index, 0.3);
      spec.initialise(values, { uniform: () => 0.5, normal: () => 0 });
      return [
        spec.name,
        { shape: spec.shape, data: Float64Array.from(values, (value, i) => Math.fround(value + noise[i])) },
      ];
    }),
  );
  return {
    inputs: {
      x: { shape: [B, L, D], data: randoms(B * L * D, 1) },
      residual: { shape: [B, L, D], data: randoms(B * L * D, 2) },
    },
    parameters,
    record: (tape, input, parameter) => ({
      y: engineOf(mixer).forward({ tape, config, parameter, x: input('x'), residual: input('residual'), B, L, D }),
    }),
  };
}
