import { planBackbone, readBackbone } from './backbone';
import { type ConfigObject, checkOnly, checkSame, numberIn, objectIn } from './config_facts';
import { ImportError } from './import_error';
import type { Format } from './plan';

const EMBEDDING = 'backbone.embedding.weight';
const HEAD = 'lm_head.weight';

/** What MambaConfig and the mixers of state-spaces/mamba can be told, and is not computed here with another value. */
const ONLY = { rms_norm: true, attn_layer_idx: [] };
const ONLY_MIXER = {
  bias: false,
  norm_before_gate: false,
  rmsnorm: true,
  D_has_hdim: false,
  dt_limit: [0, 'Infinity'],
};

/** Files of `MambaLMHeadModel.save_pretrained` in state-spaces/mamba. Its norms have the epsilon 1e-5, whatever the config. */
export const stateSpaces: Format = {
  title: 'state-spaces/mamba',
  knows: ({ tensors }) => tensors.has(EMBEDDING),
  headAndEmbedding: ({ tensors }) => (tensors.has(HEAD) ? [HEAD, EMBEDDING] : undefined),
  plan(file, known) {
    const { config } = known;
    const mixer = config && objectIn(config, 'ssm_cfg');
    const groups = config && mixer && (numberIn(mixer, 'ngroups') ?? 1);
    const answers = groups === undefined ? known.answers : { ngroups: groups, ...known.answers };
    const backbone = readBackbone(file, EMBEDDING, answers);
    if (config) check(config, backbone);
    const vocabulary = config && numberIn(config, 'vocab_size');
    const tied = config?.tie_embeddings === undefined ? undefined : config.tie_embeddings === true;
    return planBackbone(file, { ...known, answers }, backbone, {
      embedding: EMBEDDING,
      vocabulary,
      tied,
      norm_eps: 1e-5,
      answers,
      questions: [],
      notes: [],
    });
  },
};

function check(config: ConfigObject, { D, blocks }: ReturnType<typeof readBackbone>): void {
  const mixer = objectIn(config, 'ssm_cfg');
  checkSame(config, 'd_model', D, 'columns in its embedding');
  checkSame(config, 'n_layer', blocks.length, 'layers');
  checkOnly(config, ONLY);
  checkOnly(mixer, ONLY_MIXER);
  const said = mixer.layer;
  const found = blocks[0]?.mixer ?? '';
  if (typeof said === 'string' && said.toLowerCase().replace(/1$/, '') !== found)
    throw new ImportError(`config.json says that the layers are ${said}, and the file's are ${found}`);
}
