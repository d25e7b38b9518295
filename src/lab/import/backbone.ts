import type { BlockConfig } from '../../models/config';
import type { Answers, Question, Recognised } from '../../models/recognise';
import { recogniseMixer } from '../../models/recognisers';
import { quoted, quotedList } from '../../quoted';
import { ImportError } from './import_error';
import type { Origin } from './parameter_values';
import { checkedPlan, type ImportPlan, type Known } from './plan';
import { keptRows } from './vocabulary_rows';
import type { WeightsFile } from './weights_file';

const EMBEDDING = 'backbone.embedding.weight';
const HEAD = 'lm_head.weight';
const LAYER = /^backbone\.layers\.(\d+)\.(.+)$/;

/** What a format knows of a backbone. */
export interface BackboneFacts {
  /** The file's name of the embedding. */
  readonly embedding: string;
  /** Rows of the embedding that are tokens, by the config. */
  readonly vocabulary?: number | undefined;
  /** By the config; undefined: as the file shows. */
  readonly tied?: boolean | undefined;
  /** Of all norms; undefined: a question. */
  readonly norm_eps?: number | undefined;
  readonly answers: Answers;
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

export interface Backbone {
  readonly D: number;
  readonly blocks: readonly (BlockConfig & { readonly mixer: string })[];
  readonly recognised: readonly Recognised[];
}

/** The blocks of `backbone.layers.*`, by the names of state-spaces/mamba. Throws ImportError. */
export function readBackbone({ tensors }: WeightsFile, embedding: string, answers: Answers): Backbone {
  const [, D = 0, more] = tensors.get(embedding)?.shape ?? [];
  if (D === 0 || more !== undefined) throw new ImportError(`${quoted(embedding)} is no matrix of tokens by width`);
  const layers: Map<string, readonly number[]>[] = [];
  for (const { name, shape } of tensors.values()) {
    const [, index, rest] = LAYER.exec(name) ?? [];
    if (index === undefined || rest === undefined) continue;
    if (Number(index) > tensors.size) throw new ImportError(`there is no layer before ${quoted(name)}`);
    const own = layers[Number(index)] ?? new Map<string, readonly number[]>();
    layers[Number(index)] = own.set(rest, shape);
  }
  const found = Array.from(layers, (shapes, index) => {
    if (!shapes) throw new ImportError(`layer ${index} is missing`);
    const mixer = new Map(
      Array.from(shapes).flatMap(([name, shape]) =>
        name.startsWith('mixer.') ? [[name.slice('mixer.'.length), shape] as const] : [],
      ),
    );
    const known = recogniseMixer(mixer, D, answers);
    if (!known)
      throw new ImportError(
        `layer ${index} has no mixer that is known here: its tensors are ${quotedList([...shapes.keys()])}`,
      );
    const rows = shapes.get('mlp.fc1.weight')?.[0];
    const block = { mixer: known.mixer, ...known.config, ...(rows === undefined ? {} : { mlp: rows / 2 }) };
    return { block, known };
  });
  if (found.length === 0) throw new ImportError(`the file has no tensors of 'backbone.layers.0'`);
  return { D, blocks: found.map(({ block }) => block), recognised: found.map(({ known }) => known) };
}

/** The plan of a language model around a backbone. Throws ImportError, ModelError. */
export function planBackbone(
  file: WeightsFile,
  known: Known,
  { D, blocks, recognised }: Backbone,
  facts: BackboneFacts,
): ImportPlan {
  const rows = file.tensors.get(facts.embedding)?.shape[0] ?? 0;
  const { vocab_size, notes } = keptRows(rows, facts.vocabulary, known.tokens);
  const norm_eps = facts.norm_eps ?? Number(facts.answers[epsilon.field.key] ?? epsilon.usual);
  const inner = recognised.find(({ norm_eps: own }) => own !== undefined && own !== norm_eps)?.norm_eps;
  if (inner !== undefined)
    throw new ImportError(`the norms have the epsilon ${norm_eps}; the norm inside these mixers has ${inner} here`);
  const tie_embeddings = isTied(known, facts, file);
  const origins = new Map<string, Origin>([[EMBEDDING, { tensor: facts.embedding }]]);
  const optional = new Set(
    recognised.flatMap((own, i) => own.optional.map(name => `backbone.layers.${i}.mixer.${name}`)),
  );
  return checkedPlan(file, known, {
    config: { vocab_size, d_model: D, blocks: [...blocks], norm_eps, tie_embeddings },
    origins,
    optional,
    fits: new Set([EMBEDDING, HEAD]),
    unused: tie_embeddings ? [HEAD] : [],
    questions: [
      ...facts.questions,
      ...(facts.norm_eps === undefined ? [epsilon] : []),
      ...recognised.flatMap(({ questions = [] }) => questions),
    ],
    notes: [...facts.notes, ...notes],
  });
}

function isTied({ headIsEmbedding }: Known, { tied }: BackboneFacts, { tensors }: WeightsFile): boolean {
  if (!tensors.has(HEAD)) {
    if (tied === false)
      throw new ImportError(`config.json says that the head is not tied, and the file has no '${HEAD}'`);
    return true;
  }
  if (tied === true && headIsEmbedding === false)
    throw new ImportError(`config.json says that the head is tied to the embedding, and in the file the two differ`);
  return tied ?? headIsEmbedding ?? false;
}

const epsilon = {
  kind: 'number',
  field: {
    key: 'norm_eps',
    label: 'Epsilon of the norms',
    help: 'The small number that a norm adds to the mean square. The tensors do not tell it; config.json does.',
    min: 1e-12,
    max: 1,
    real: true,
  },
  usual: 1e-5,
} as const satisfies Question;
