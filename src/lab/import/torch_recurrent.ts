import type { BlockConfig } from '../../models/config';
import type { Question, Recognised } from '../../models/recognise';
import { recogniseMixer } from '../../models/recognisers';
import { quoted, quotedList } from '../../quoted';
import { ImportError } from './import_error';
import type { Origin } from './parameter_values';
import { checkedPlan, type Format, type Known } from './plan';
import { type Ends, findEnds } from './torch_ends';
import { keptRows } from './vocabulary_rows';
import type { WeightsFile } from './weights_file';

const WEIGHT = /^(.*?)(?:weight|bias)_(?:ih|hh|hr)_l(\d+)(_reverse)?$/;

/** The layers of one torch.nn module. */
interface Stack {
  readonly prefix: string;
  readonly layers: number;
  /** Columns that the first layer reads, and hidden units. */
  readonly E: number;
  readonly H: number;
}

/**
 * An embedding, the layers of one torch.nn.LSTM, GRU, or RNN, and a linear head, as in PyTorch's example of a word language model: no
 * norms, and no residual stream. The width D is the larger of E and H; columns of zeros fill up the smaller one.
 */
export const torchRecurrent: Format = {
  title: 'torch.nn',
  knows: ({ tensors }) => [...tensors.keys()].some(name => WEIGHT.test(name)),
  headAndEmbedding(file) {
    const { embedding, head } = findEnds(file, stackOf(file));
    return embedding !== undefined && head !== undefined && embedding !== head ? [head, embedding] : undefined;
  },
  plan(file, known) {
    const stack = stackOf(file);
    const ends = findEnds(file, stack);
    const { prefix, layers, E, H } = stack;
    const D = Math.max(E, H);
    const origins = new Map<string, Origin>();
    const optional = new Set<string>();
    const fits = new Set<string>();
    const recognised: Recognised[] = [];
    const blocks: BlockConfig[] = [];
    for (let i = 0; i < layers; i++) {
      const own = layerOf(file, stack, i);
      const found = recogniseMixer(new Map(Array.from(own, ([name, { shape }]) => [name, shape])), D, known.answers);
      if (!found) throw new ImportError(`${quoted(prefix)} layer ${i} is no LSTM, GRU, or RNN of ${H} hidden units`);
      recognised.push(found);
      blocks.push({ mixer: found.mixer, ...found.config });
      const place = `backbone.layers.${i}.mixer.`;
      for (const [name, { tensor }] of own) origins.set(place + name, { tensor });
      for (const name of found.optional) optional.add(place + name);
      fits.add(`${place}weight_ih_l0`);
      if (H < D) origins.set(`${place}out_proj.weight`, { fill: 'identity' });
    }
    const rows = file.tensors.get(ends.head ?? ends.embedding ?? '')?.shape[0] ?? 0;
    const { vocab_size, notes } = keptRows(rows, undefined, known.tokens);
    const tied = ends.embedding === ends.head || known.headIsEmbedding === true;
    origins.set(
      'backbone.embedding.weight',
      ends.embedding === undefined ? { fill: 'identity' } : { tensor: ends.embedding },
    );
    if (ends.head !== undefined) origins.set('lm_head.weight', { tensor: ends.head });
    if (ends.bias !== undefined) origins.set('lm_head.bias', { tensor: ends.bias });
    for (const name of ['backbone.embedding.weight', 'lm_head.weight', 'lm_head.bias']) fits.add(name);
    return checkedPlan(file, known, {
      config: {
        vocab_size,
        d_model: D,
        blocks,
        norm: 'none',
        tie_embeddings: tied,
        ...(ends.bias === undefined ? {} : { head_bias: true }),
      },
      origins,
      optional,
      fits,
      unused: tied && ends.head !== undefined ? [ends.head] : [],
      questions: [...oneHotQuestion(ends, stack, known), ...recognised.flatMap(({ questions = [] }) => questions)],
      notes: [
        ...notes,
        ...endNotes(ends),
        ...(E === H ? [] : [`Columns of zeros fill up ${Math.min(E, H)} to the width ${D}.`]),
      ],
    });
  },
};

/** Throws ImportError for modules that are not one stack in one direction. */
function stackOf({ tensors }: WeightsFile): Stack {
  const prefixes = new Set<string>();
  let layers = 0;
  for (const name of tensors.keys()) {
    const [, prefix, index, reverse] = WEIGHT.exec(name) ?? [];
    if (prefix === undefined) continue;
    if (reverse !== undefined)
      throw new ImportError(`${quoted(name)} reads backwards; a bidirectional model predicts no next token`);
    if (name.includes('weight_hr_'))
      throw new ImportError(`${quoted(name)} projects h; an LSTM with proj_size is not read`);
    prefixes.add(prefix);
    layers = Math.max(layers, Number(index) + 1);
  }
  const [prefix = ''] = prefixes;
  if (prefixes.size > 1)
    throw new ImportError(
      `the file has ${prefixes.size} recurrent modules, ${quotedList([...prefixes])}; one of several layers is read`,
    );
  const E = tensors.get(`${prefix}weight_ih_l0`)?.shape[1] ?? 0;
  const H = tensors.get(`${prefix}weight_hh_l0`)?.shape[1] ?? 0;
  if (E === 0 || H === 0)
    throw new ImportError(`the file has no matrices ${quoted(`${prefix}weight_ih_l0`)} and weight_hh_l0`);
  return { prefix, layers, E, H };
}

/** Tensors and shapes of a layer by the names of a block's mixer. */
function layerOf({ tensors }: WeightsFile, { prefix }: Stack, index: number) {
  return new Map(
    ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].flatMap(kind => {
      const tensor = `${prefix}${kind}_l${index}`;
      const shape = tensors.get(tensor)?.shape;
      return shape ? [[`${kind}_l0`, { tensor, shape }] as const] : [];
    }),
  );
}

const oneHot = {
  kind: 'choice',
  field: {
    key: 'one_hot',
    label: 'Input',
    help: 'The file has no embedding. Its first layer may read each token as a one-hot vector: one number a token, 1 for the token that is read.',
    options: [
      { value: 'yes', label: 'One-hot' },
      { value: 'no', label: 'Other' },
    ],
  },
  usual: 'yes',
} as const satisfies Question;

function oneHotQuestion({ embedding }: Ends, { E }: Stack, { answers }: Known): Question[] {
  if (embedding !== undefined) return [];
  if (answers[oneHot.field.key] === 'no')
    throw new ImportError(
      `the first layer reads ${E} numbers, and the file has no embedding that makes them from a token`,
    );
  return [oneHot];
}

function endNotes({ embedding, head }: Ends): string[] {
  return embedding !== undefined && embedding === head ? [`${quoted(head)} is the embedding and the head.`] : [];
}
