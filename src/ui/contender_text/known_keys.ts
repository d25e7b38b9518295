import type { Choice, Field, Setting } from '../../field';
import { contenderConfig } from '../../lab/config/config';
import { ownTrainingFields, trainingFields } from '../../lab/config/training_fields';
import { widthField } from '../../lab/config/width_field';
import { mlpField } from '../../models/config';
import { mixers } from '../../models/registry';

/** A value that a key may have. */
export interface KnownValue {
  readonly value: string | number | boolean | null;
  /** The name of the value, where it has one. */
  readonly title?: string;
  readonly help?: string;
}

/** A key that an object may have. */
export interface KnownKey {
  readonly key: string;
  readonly help: string;
  readonly values: readonly KnownValue[];
}

const HELP: Readonly<Record<string, string>> = {
  name: 'The name of the contender, of at most 40 characters.',
  d_model: widthField.help,
  blocks: 'The blocks, first to last. Each mixes what the tokens before have left into each token.',
  training: 'Training settings of its own, in place of those of the race.',
  frozen: 'It is sampled and inspected, and never trained.',
  norm: 'rms: a norm before each layer, and a residual stream. none: layers follow each other, as in torch.nn.',
  norm_eps: 'What a norm adds under its root.',
  tie_embeddings: 'The head uses the weights of the embedding.',
  head_bias: 'The head adds a learned number to each logit.',
};
const ON_OFF: readonly KnownValue[] = [{ value: true }, { value: false }];
const VALUES: Readonly<Record<string, readonly KnownValue[]>> = {
  norm: [{ value: 'rms' }, { value: 'none' }],
  frozen: ON_OFF,
  tie_embeddings: ON_OFF,
  head_bias: ON_OFF,
};

const rootKeys: readonly KnownKey[] = Object.keys(contenderConfig.shape).flatMap(key =>
  HELP[key] === undefined ? [] : [{ key, help: HELP[key], values: VALUES[key] ?? [] }],
);

/** The fields of the page beside the keys of the schema that the page shows otherwise. */
const trainingKeys: readonly KnownKey[] = [
  ...ownTrainingFields.filter(({ key }) => !/^(beta[12]|clip)$/.test(key)).map(known),
  {
    key: 'betas',
    help: 'How long AdamW remembers the direction and the size of past gradients: two numbers.',
    values: [],
  },
].map(each =>
  each.key === 'clip_norm'
    ? { ...known(trainingFields.clip_norm), values: [{ value: null, title: 'not clipped' }] }
    : each,
);

const blockKeys: readonly KnownKey[] = [
  {
    key: 'mixer',
    help: 'What mixes the tokens of this block.',
    values: mixers.map(({ name, title, summary }) => ({ value: name, title, help: summary })),
  },
  known(mlpField),
];

/** The keys that the object at a path of a contender may have. `mixer`: that of its block. */
export function knownKeys(path: readonly PropertyKey[], mixer: string | undefined): readonly KnownKey[] {
  if (path.length === 0) return rootKeys;
  if (path.length === 1 && path[0] === 'training') return trainingKeys;
  if (path.length !== 2 || path[0] !== 'blocks') return [];
  const found = mixers.find(({ name }) => name === mixer);
  if (!found) return blockKeys;
  const { choices = [], fields, switches = [] } = found;
  return [...blockKeys, ...[...choices, ...fields, ...switches].map(known)];
}

function known(setting: Setting): KnownKey {
  return { key: setting.key, help: setting.help, values: valuesOf(setting) };
}

function valuesOf(setting: Setting): readonly KnownValue[] {
  if (isChoice(setting)) return setting.options.map(({ value, label }) => ({ value, title: label }));
  if ('off' in setting) return ON_OFF;
  return isField(setting) ? (setting.options ?? []).map(value => ({ value })) : [];
}

function isChoice(setting: Setting): setting is Choice {
  return 'options' in setting && !('min' in setting);
}

function isField(setting: Setting): setting is Field {
  return 'min' in setting;
}
