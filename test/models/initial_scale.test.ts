import { expect, it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { matmulNt } from '../../src/gpu/kernels/matmul/matmul';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { engineOf } from '../../src/models/engines';
import { defineModel } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { initialWeights } from '../support/initial_weights';

const D = 8;
const PREFIX = 'backbone.layers.0.';

const blocks: BlockConfig[] = [
  ...mixers.flatMap(({ name, forms = [] }) => [{ mixer: name }, ...forms.map(form => ({ mixer: name, ...form }))]),
  ...mixers.map(({ name }) => ({ mixer: name, mlp: 12 })),
  // Those wider or narrower than the model have a projection back. Those of its width add their state itself.
  ...['lstm', 'gru', 'rnn'].map(mixer => ({ mixer, hidden: 5 })),
];

/** The last weight that the block multiplies by, if only arithmetic without parameters follows. */
function lastProjection(block: BlockConfig): string | undefined {
  const { mixer, config } = bindBlock(block, 0);
  const specs = new Map(mixer.parameters(config, D).map(({ name, shape }) => [name, shape]));
  const tape = new Tape({ training: true });
  const variable = (label: string) => tape.variable(label, [1, 4, D]);
  const parameter = (name: string) => tape.parameter(name, specs.get(name) ?? []);
  engineOf(mixer).forward({ tape, config, parameter, x: variable('x'), residual: variable('residual'), B: 1, L: 4, D });
  const last = tape.forward.findLast(({ buffers }) => Object.values(buffers).some(tensor => specs.has(tensor.label)));
  return last?.kernel === matmulNt ? last.buffers.b?.label : undefined;
}

it.each(blocks.map(block => [JSON.stringify(block), block] as const))(
  '%s: what is added to the residual stream starts smaller by the square root of how many such sums there are, and nothing else does',
  (_, block) => {
    const modelOf = (times: number) =>
      defineModel({ vocab_size: 5, d_model: D, blocks: Array.from({ length: times }, () => block) });
    const [one, four] = [initialWeights(modelOf(1), 7), initialWeights(modelOf(4), 7)];
    const projection = lastProjection(block);
    const scaled = [...(projection ? [`mixer.${projection}`] : []), ...(block.mlp ? ['mlp.fc2.weight'] : [])];
    for (const [name, values] of one) {
      if (!name.startsWith(PREFIX)) continue;
      const factor = scaled.includes(name.slice(PREFIX.length)) ? 0.5 : 1;
      const deeper = four.get(name) ?? [];
      values.forEach((value, i) => {
        expect(Math.abs((deeper[i] ?? Number.NaN) - factor * value), name).toBeLessThanOrEqual(1e-6 * Math.abs(value));
      });
    }
  },
);

it('every mixer except a recurrent one of the model’s width has such a projection', () => {
  const without = mixers.filter(({ name }) => lastProjection({ mixer: name }) === undefined).map(({ name }) => name);
  expect(without).toEqual(['lstm', 'gru', 'rnn', 'slstm']);
});
