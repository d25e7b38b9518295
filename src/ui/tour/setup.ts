import { z } from 'zod';
import { count } from '../../lab/experiments/phrases';
import { VALIDATION_BATCHES } from '../../lab/experiments/recipe';
import type { Evidence } from './evidence';
import { contendersOf, lastRow, numberIn, stepsOf } from './evidence_rows';
import { counted, listed, rangeWords, sentence } from './words';

/** The fields of a config that the sentences use. Stale evidence may have configs that this build cannot make. */
const contender = z.object({ name: z.string(), d_model: z.number().optional(), blocks: z.array(z.unknown()) });
const run = z.object({
  seed: z.number(),
  /** Null: it differs from row to row. */
  batch: z.number().nullish(),
  steps: z.number().optional(),
  /** Batches of a validation, in a race. */
  validation_batches: z.number().optional(),
  /** Times taken at a position, or at a length. */
  samples: z.number().optional(),
  train_length: z.number().optional(),
  /** None where nothing is a model. */
  contenders: z.array(contender).default([]),
});
const task = z.object({
  length: z.number().optional(),
  copied: z.number().optional(),
  vocabulary: z.number().optional(),
});
const config = z.union([
  z
    .object({ training: z.looseObject({}), task, contenders: z.unknown() })
    .transform(({ training, contenders, task: asked }) => ({
      asked,
      ran: run.parse({ ...training, contenders }),
    })),
  z
    .object({ experiment: z.string(), params: z.looseObject({ task: task.optional() }) })
    .transform(({ params }) => ({ asked: params.task ?? task.parse(params), ran: run.parse(params) })),
]);

export interface Setup extends z.infer<typeof run> {
  readonly task: z.infer<typeof task>;
}

/** The settings that ran. Throws ZodError if the config lacks a field. */
export function setupOf(evidence: Evidence): Setup {
  const { asked, ran } = config.parse(evidence.config);
  return { ...ran, task: asked };
}

/** Independent sequences of a validation. */
export function validationSequences(evidence: Evidence): number {
  const { batch, validation_batches = VALIDATION_BATCHES } = setupOf(evidence);
  return (batch ?? 1) * validation_batches;
}

/** Accuracy of a guess in a copying task. Two tokens of its vocabulary, noise and marker, are no letters. */
export function chanceOf(evidence: Evidence): number {
  return 1 / ((setupOf(evidence).task.vocabulary ?? Number.NaN) - 2);
}

/** Sizes and training: 'Two blocks of width 32, 7,008 parameters, 300 steps of 16 sequences, seed 1'. */
export function setupWords(evidence: Evidence): string {
  const { seed, samples, contenders } = setupOf(evidence);
  const parameters = rangeWords(evidence.rows.map(row => numberIn(row, 'parameters')));
  const parts = [
    modelWords(contenders),
    parameters && `${parameters} parameters`,
    trainingWords(evidence),
    samples && `medians of ${count(samples)} timings`,
    `seed ${seed}`,
  ];
  return sentence(parts.filter(part => part).join(', '));
}

/** The steps that the rows have, because a run can end early. Undefined if nothing was trained. */
function trainingWords(evidence: Evidence): string | undefined {
  const { batch, steps } = setupOf(evidence);
  const trained = contendersOf(evidence).map(name => stepsOf(lastRow(evidence, name)));
  const range = rangeWords(trained.some(done => done !== null) ? trained : [steps ?? null]);
  return range === undefined || batch == null ? undefined : `${range} steps of ${counted(batch, 'sequence')}`;
}

/** 'two blocks of width 32', or, if contenders differ, such words for each. */
function modelWords(contenders: Setup['contenders']): string {
  const shapes = contenders.map(({ d_model, blocks }) => {
    const width = d_model === undefined ? '' : ` of width ${d_model}`;
    return `${counted(blocks.length, 'block')}${width}`;
  });
  const different = [...new Set(shapes)];
  if (different.length < 2) return different.join();
  return different
    .map(shape => {
      const names = contenders.filter((_, i) => shapes[i] === shape).map(({ name }) => name);
      return `${listed(names)}: ${shape}`;
    })
    .join('; ');
}
