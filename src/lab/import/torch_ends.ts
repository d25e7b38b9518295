import { quoted, quotedList } from '../../quoted';
import { ImportError } from './import_error';
import type { WeightsFile } from './weights_file';

/** Names of the tensors around the layers. */
export interface Ends {
  /** (V, E). Undefined: tokens are one-hot, V = E. */
  readonly embedding: string | undefined;
  /** (V, H); the same as the embedding if the two are tied. */
  readonly head: string;
  readonly bias: string | undefined;
}

/** Names that modules before and after the layers usually have. */
const BEFORE = /emb|encod|wte|lookup|input/i;
const AFTER = /head|decod|fc|lin|out|proj|dense|classif|logit|pred|hidden2/i;

/** Finds the embedding and the head by shapes, and by names where the shapes are equal. Throws ImportError that says what is missing. */
export function findEnds({ tensors }: WeightsFile, { prefix, E, H }: { prefix: string; E: number; H: number }): Ends {
  const others = [...tensors.values()].filter(
    ({ name }) => !/^(weight|bias)_(ih|hh)_l\d+$/.test(name.slice(prefix.length)) || !name.startsWith(prefix),
  );
  const matrices = others.filter(({ shape }) => shape.length === 2);
  const biases = others.filter(({ shape }) => shape.length === 1);
  const biasOf = (name: string): string | undefined =>
    biases.find(bias => bias.name === name.replace(/weight$/, 'bias') && bias.name !== name)?.name;
  if (matrices.length > 2)
    throw new ImportError(
      `beside its layers the file has ${quotedList(matrices.map(({ name }) => name))}; one embedding and one head are read`,
    );
  const [one, two] = matrices;
  if (!one)
    throw new ImportError(
      'the file has no head: no matrix from hidden units to tokens. Save the whole model, with its embedding and its head',
    );
  const rows = one.shape[0];
  if (!two)
    return single(
      one.name,
      one.shape,
      { E, H },
      biasOf(one.name) ?? biases.find(({ shape }) => shape[0] === rows)?.name,
    );
  const isHead = ({ name, shape }: typeof one): boolean =>
    shape[1] === H && (E !== H || biasOf(name) !== undefined || (AFTER.test(name) && !BEFORE.test(name)));
  const isEmbedding = ({ name, shape }: typeof one): boolean =>
    shape[1] === E && (E !== H || (biasOf(name) === undefined && !AFTER.test(name)) || BEFORE.test(name));
  const ways = [
    [one, two],
    [two, one],
  ] as const;
  const fitting = ways.filter(([embedding, head]) => isEmbedding(embedding) && isHead(head));
  const [way] = fitting;
  if (!way || fitting.length > 1)
    throw new ImportError(
      `it is not clear which of ${quotedList(matrices.map(({ name }) => name))} is the embedding (tokens by ${E}) and which the head (tokens by ${H}); name them 'embedding.weight' and 'head.weight'`,
    );
  const [embedding, head] = way;
  if (embedding.shape[0] !== head.shape[0])
    throw new ImportError(
      `the embedding ${quoted(embedding.name)} has ${embedding.shape[0]} tokens, the head ${quoted(head.name)} ${head.shape[0]}`,
    );
  return { embedding: embedding.name, head: head.name, bias: biasOf(head.name) };
}

/** One matrix alone: a head over one-hot tokens, or an embedding that is the head, too. */
function single(
  name: string,
  [V, columns]: readonly number[],
  { E, H }: { E: number; H: number },
  bias: string | undefined,
): Ends {
  if (columns === H && V === E) return { embedding: undefined, head: name, bias };
  if (columns === H && E === H) return { embedding: name, head: name, bias };
  if (columns === H)
    throw new ImportError(
      `the file has no embedding: its first layer reads ${E} numbers, and the head ${quoted(name)} has ${V} tokens`,
    );
  throw new ImportError(
    `the file has no head: ${quoted(name)} has ${columns} columns, and the layers give ${H} hidden units. Save the whole model`,
  );
}
