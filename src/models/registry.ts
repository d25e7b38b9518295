import { placeOf } from '../first_issue';
import { issueWords } from '../issue_words';
import { quoted } from '../quoted';
import type { BlockConfig } from './config';
import { type Mixer, ModelError } from './mixer';
import { attention } from './mixers/attention';
import { conv } from './mixers/conv';
import { gru } from './mixers/gru';
import { linearAttention } from './mixers/linear_attention';
import { lstm } from './mixers/lstm';
import { mamba } from './mixers/mamba';
import { rnn } from './mixers/rnn';
import { s4d } from './mixers/s4d';

/** Every mixer; a new one is one file in mixers/ and one line here. */
export const mixers: readonly Mixer[] = [mamba, s4d, lstm, gru, rnn, conv, attention, linearAttention];

/** Throws ModelError naming the mixers there are. */
export function findMixer(name: string): Mixer {
  const found = mixers.find(mixer => mixer.name === name);
  if (!found) {
    throw new ModelError(`there is no mixer ${quoted(name)}; there are ${mixers.map(mixer => mixer.name).join(', ')}`);
  }
  return found;
}

/** A block whose mixer is found and whose config is checked. */
export interface BoundBlock {
  readonly mixer: Mixer;
  /** What the mixer's schema made of the block's keys: every default filled in. */
  readonly config: unknown;
  /** F, or null for no MLP. */
  readonly mlp: number | null;
}

/** Checks the mixer's own keys. Throws ModelError naming the block, the key, and what is allowed. */
export function bindBlock(block: BlockConfig, index: number): BoundBlock {
  const { mixer: name, mlp, ...own } = block;
  const mixer = findMixer(name);
  const parsed = mixer.schema.safeParse(own);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue && placeOf(issue);
    throw new ModelError(
      `block ${index} (${name})${key ? `, ${key}` : ''}: ${issue ? issueWords(issue) : 'not valid'}`,
    );
  }
  return { mixer, config: parsed.data, mlp: mlp ?? null };
}
