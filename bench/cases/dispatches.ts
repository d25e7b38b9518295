import { presets } from '../../src/lab/config/presets';
import { dispatchesCase } from '../../src/lab/measure/dispatches';
import { mixers } from '../../src/models/registry';
import type { BenchFamily } from './case';

const blocks = mixers.flatMap(({ name, forms = [] }) =>
  [{}, ...forms].flatMap(form => [{}, { mlp: 32 }].map(mlp => ({ mixer: name, ...form, ...mlp }))),
);
const contenders = presets.flatMap(({ title, config }) =>
  config.contenders.map(({ name, d_model: D, blocks }) => ({ name: `${title}: ${name}`, V: 32, D, blocks })),
);

export const dispatches: BenchFamily = {
  name: 'dispatches',
  title: 'Dispatches of sampling a token layer by layer',
  note: 'Each block alone, then the contenders of the presets. A block: what one more of it costs. Around them: embedding, last norm and head, choice.',
  cases: [
    ...blocks.map(block => {
      const { mixer, ...options } = block;
      const words = Object.entries(options).map(([key, value]) => `${key} ${value}`);
      return dispatchesCase({ name: [mixer, ...words].join(', '), V: 32, D: 16, blocks: [block] });
    }),
    ...contenders.map(dispatchesCase),
  ],
};
