import { quoted } from '../quoted';
import type { BlockConfig } from './config';
import { type MixerDescription, ModelError } from './mixer';

/** Every mixer by the name of its folder in mixers/, in the order of the page. A new one needs a folder and a line here. */
const names = [
  // State spaces.
  'mamba',
  'mamba2',
  'log_linear',
  's4d',
  'lru',
  'h3',
  // Recurrent networks.
  'lstm',
  'gru',
  'rnn',
  'min_gru',
  'min_lstm',
  'rg_lru',
  'slstm',
  'mlstm',
  // Convolutions.
  'conv',
  'hyena',
  // Attention.
  'attention',
  'linear_attention',
  'gla',
  'retention',
  // Matrices that a delta rule writes to.
  'gated_deltanet',
  'deltanet',
  'rwkv7',
];

// Finds descriptions by the folder's name, as models/engines finds engines.
const descriptions = import.meta.glob<MixerDescription>('./mixers/*/description.ts', {
  eager: true,
  import: 'description',
});

/** Their descriptions. */
export const mixers: readonly MixerDescription[] = names.map(name => {
  const description = descriptions[`./mixers/${name}/description.ts`];
  if (description?.name !== name) throw new Error(`mixers/${name}/description.ts describes '${description?.name}'`);
  return description;
});

/** A block of each mixer by its defaults, and one of each of its further forms. */
export const blockForms: readonly BlockConfig[] = mixers.flatMap(({ name, forms = [] }) => [
  { mixer: name },
  ...forms.map(form => ({ mixer: name, ...form })),
]);

/** Throws ModelError naming the mixers there are. */
export function findMixer(name: string): MixerDescription {
  const found = mixers.find(mixer => mixer.name === name);
  if (!found) {
    throw new ModelError(`there is no mixer ${quoted(name)}; there are ${mixers.map(mixer => mixer.name).join(', ')}`);
  }
  return found;
}
