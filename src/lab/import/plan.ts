import type { ModelConfig } from '../../models/config';
import { defineModel, type Model } from '../../models/model';
import type { Answers, Question } from '../../models/recognise';
import { quoted, quotedList } from '../../quoted';
import { ImportError } from './import_error';
import type { Origin } from './parameter_values';
import type { WeightsFile } from './weights_file';

/** What is known of a file beside its tensors. */
export interface Known {
  /** The object of a config.json. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly answers: Answers;
  /** Tokens of the tokenizer: rows beyond them are left out. */
  readonly tokens?: number | undefined;
  /** Whether the file's head equals its embedding; undefined: it has not both. */
  readonly headIsEmbedding?: boolean | undefined;
}

/** How a file becomes a model. */
export interface ImportPlan {
  readonly model: Model;
  /** Of every parameter. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Those without an answer. The model is as usual there. */
  readonly questions: readonly Question[];
  /** What was left out or taken for granted, in sentences. */
  readonly notes: readonly string[];
}

/** Names and shapes that one program gives its files. */
export interface Format {
  /** In words. */
  readonly title: string;
  knows(file: WeightsFile): boolean;
  /** The embedding and the head, if the file has both. */
  headAndEmbedding(file: WeightsFile): readonly [head: string, embedding: string] | undefined;
  /** Throws ImportError, ModelError. */
  plan(file: WeightsFile, known: Known): ImportPlan;
}

export interface Draft {
  readonly config: Partial<ModelConfig>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** Parameters that the file may lack; they are zero then. */
  readonly optional: ReadonlySet<string>;
  /** Extents of a parameter may differ from those of its tensor: rows of padding, and columns of zeros. */
  readonly fits?: ReadonlySet<string>;
  /** Tensors that are read in another way. */
  readonly unused?: readonly string[];
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

/**
 * The plan of a draft whose tensors fit its model one by one. Throws ImportError that names a tensor that is missing, misshapen, or too
 * many, and ModelError for a model that is not possible here.
 */
export function checkedPlan(file: WeightsFile, known: Known, draft: Draft): ImportPlan {
  const model = defineModel(draft.config);
  const origins = new Map<string, Origin>();
  const used = new Set(draft.unused);
  for (const { name, shape } of model.parameters) {
    const origin = draft.origins.get(name) ?? { tensor: name };
    if (!('tensor' in origin)) {
      origins.set(name, origin);
      continue;
    }
    const entry = file.tensors.get(origin.tensor);
    used.add(origin.tensor);
    if (entry?.dtype === 'I32')
      throw new ImportError(`${quoted(origin.tensor)} is I32; weights are F16, BF16, F32, or F64`);
    if (entry && entry.shape.join() !== shape.join() && !draft.fits?.has(name))
      throw new ImportError(`${quoted(origin.tensor)} has shape [${entry.shape}], the model takes [${shape}]`);
    if (!entry && !draft.optional.has(name)) throw new ImportError(`the file has no tensor ${quoted(origin.tensor)}`);
    origins.set(name, entry ? origin : { fill: 'zeros' });
  }
  const others = [...file.tensors.keys()].filter(name => !used.has(name));
  if (others.length > 0)
    throw new ImportError(`no model here has a place for ${quotedList(others)}; the file is of another kind of model`);
  const questions = draft.questions.filter(({ field }) => known.answers[field.key] === undefined);
  return { model, origins, questions: distinct(questions), notes: draft.notes };
}

function distinct(questions: readonly Question[]): readonly Question[] {
  return [...new Map(questions.map(question => [question.field.key, question])).values()];
}
