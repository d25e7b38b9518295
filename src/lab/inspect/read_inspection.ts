import { z } from 'zod';
import type { BlockView } from '../../models/view';
import { stageLosses } from '../worker/read_snapshot';
import type { Inspection } from './inspection';

const numbers = z.instanceof(Float32Array);
const words = { key: z.string(), title: z.string(), unit: z.string().optional(), help: z.string() };
const series = z.array(z.object({ name: z.string(), values: numbers }));
const scale = z.object({ kind: z.enum(['sequential', 'diverging']), least: z.number(), most: z.number() });

const view: z.ZodType<BlockView> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lines'), ...words, log: z.boolean().optional(), series }),
  z.object({ kind: z.literal('rows'), ...words, rowName: z.string(), rows: z.number(), values: numbers, scale }),
  z.object({ kind: z.literal('matrix'), ...words, values: numbers, scale }),
  z.object({ kind: z.literal('lags'), ...words, series }),
]);

const measure = z.object({
  name: z.string(),
  help: z.string(),
  of: z.enum(['loss', 'accuracy']),
  value: z.number(),
  error: z.number(),
});

/** An inspection from the worker: checks every field, and that every list is as long as the tokens. */
export const inspection: z.ZodType<Inspection> = z
  .object({
    omitted: z.number(),
    glyphs: z.array(z.string()),
    targets: z.array(z.string().nullable()),
    predictions: z.array(z.array(z.object({ glyph: z.string(), probability: z.number(), right: z.boolean() }))),
    loss: numbers,
    blocks: z.array(z.object({ title: z.string(), views: z.array(view) })),
    reach: z.object({ position: z.number(), norms: numbers, receptiveField: z.number().nullable() }),
    positions: z
      .object({
        sequences: z.number(),
        loss: numbers,
        accuracy: numbers,
        before: stageLosses.optional(),
        measures: z.array(measure),
      })
      .refine(({ loss, accuracy }) => loss.length === accuracy.length)
      .nullable(),
    induction: z
      .object({
        tokens: z.number(),
        scores: z.array(z.object({ block: z.number(), key: z.string(), title: z.string(), score: z.number() })),
        chance: z.number(),
      })
      .nullable(),
  })
  .refine(({ glyphs, targets, predictions, loss, reach, blocks }) => {
    const L = glyphs.length;
    const lists = [targets, predictions, loss, reach.norms];
    return lists.every(({ length }) => length === L) && blocks.every(({ views }) => views.every(own => fits(own, L)));
  });

function fits(own: BlockView, L: number): boolean {
  switch (own.kind) {
    case 'lines':
    case 'lags':
      return own.series.every(({ values }) => values.length === L);
    case 'rows':
      return own.values.length === own.rows * L;
    case 'matrix':
      return own.values.length === L * L;
    default:
      return own satisfies never;
  }
}
