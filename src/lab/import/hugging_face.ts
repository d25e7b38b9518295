import { quoted } from '../../quoted';
import { planBackbone, readBackbone } from './backbone';
import { type ConfigObject, checkOnly, checkSame, numberIn } from './config_facts';
import { ImportError } from './import_error';
import type { Format } from './plan';

const EMBEDDING = 'backbone.embeddings.weight';
const HEAD = 'lm_head.weight';

/**
 * What the configs of transformers can be told, and is not computed here with another value. Its Mamba-2 normalises over all groups at
 * once, ours as state-spaces/mamba does over each.
 */
const ONLY = {
  hidden_act: 'silu',
  use_bias: false,
  rms_norm: true,
  n_groups: 1,
  time_step_limit: [0, 'Infinity'],
};

const UNSAID =
  'Without its config.json the file is read as Mamba or Mamba-2. A FalconMamba has the same tensors and further norms, so it would come out wrong.';

/** Files of `MambaForCausalLM` and `Mamba2ForCausalLM` of transformers. */
export const huggingFace: Format = {
  title: 'Hugging Face',
  knows: ({ tensors }) => tensors.has(EMBEDDING),
  headAndEmbedding: ({ tensors }) => (tensors.has(HEAD) ? [HEAD, EMBEDDING] : undefined),
  plan(file, known) {
    const { config } = known;
    const answers = { ngroups: 1, ...known.answers };
    const backbone = readBackbone(file, EMBEDDING, answers);
    if (config) check(config, backbone);
    return planBackbone(file, { ...known, answers }, backbone, {
      embedding: EMBEDDING,
      vocabulary: config && numberIn(config, 'vocab_size'),
      tied: config?.tie_word_embeddings === undefined ? undefined : config.tie_word_embeddings === true,
      norm_eps: config && numberIn(config, 'layer_norm_epsilon'),
      answers,
      questions: [],
      notes: config ? [] : [UNSAID],
    });
  },
};

function check(config: ConfigObject, { D, blocks }: ReturnType<typeof readBackbone>): void {
  const found = blocks[0]?.mixer ?? '';
  const said = config.model_type;
  if (typeof said === 'string' && said !== found)
    throw new ImportError(`config.json is of a model of the type ${quoted(said)}, and the file's layers are ${found}`);
  checkSame(config, 'hidden_size', D, 'columns in its embedding');
  checkSame(config, 'num_hidden_layers', blocks.length, 'layers');
  const states = blocks[0]?.d_state;
  if (typeof states === 'number') checkSame(config, 'state_size', states, 'states a channel');
  checkOnly(config, ONLY);
}
