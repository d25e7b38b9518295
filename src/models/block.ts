import { placeOf } from '../first_issue';
import { issueWords } from '../issue_words';
import type { BlockConfig } from './config';
import { type Layer, type MixerDescription, ModelError } from './mixer';
import { mlp } from './mlp/description';
import { findMixer } from './registry';

/** A layer with its config, and the names of its parameters in a block. */
export interface BoundLayer {
  readonly layer: Layer;
  /** The layer's keys, parsed by its schema, with every default. */
  readonly config: unknown;
  /** Name of the weight of its norm. */
  readonly norm: string;
  /** Prefix of the names of its parameters. */
  readonly prefix: string;
}

/** A block whose mixer is found and whose config is checked. */
export interface BoundBlock {
  readonly mixer: MixerDescription;
  /** The block's keys, parsed by the mixer's schema, with every default. */
  readonly config: unknown;
  /** The layers of a block, in order; each is `x = x + layer(norm(x))`. The mixer is the first. */
  readonly layers: readonly BoundLayer[];
}

/** Checks the mixer's own keys. Throws ModelError naming the block, the key, and what is allowed. */
export function bindBlock(block: BlockConfig, index: number): BoundBlock {
  const { mixer: name, mlp: F, ...own } = block;
  const mixer = findMixer(name);
  const parsed = mixer.schema.safeParse(own);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue && placeOf(issue);
    throw new ModelError(
      `block ${index} (${name})${key ? `, ${key}` : ''}: ${issue ? issueWords(issue) : 'not valid'}`,
    );
  }
  const config = parsed.data;
  const layers: BoundLayer[] = [{ layer: mixer, config, norm: 'norm.weight', prefix: 'mixer.' }];
  if (F != null) layers.push({ layer: mlp, config: { F }, norm: 'norm2.weight', prefix: 'mlp.' });
  return { mixer, config, layers };
}
