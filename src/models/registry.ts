import { quoted } from '../quoted';
import { type MixerDescription, ModelError } from './mixer';
import { attention } from './mixers/attention/description';
import { conv } from './mixers/conv/description';
import { gru } from './mixers/gru/description';
import { linearAttention } from './mixers/linear_attention/description';
import { lstm } from './mixers/lstm/description';
import { mamba } from './mixers/mamba/description';
import { rnn } from './mixers/rnn/description';
import { s4d } from './mixers/s4d/description';

/** Every mixer, in the order of the page; a new one is a folder in mixers/ and its import and place here. */
export const mixers: readonly MixerDescription[] = [mamba, s4d, lstm, gru, rnn, conv, attention, linearAttention];

/** Throws ModelError naming the mixers there are. */
export function findMixer(name: string): MixerDescription {
  const found = mixers.find(mixer => mixer.name === name);
  if (!found) {
    throw new ModelError(`there is no mixer ${quoted(name)}; there are ${mixers.map(mixer => mixer.name).join(', ')}`);
  }
  return found;
}
