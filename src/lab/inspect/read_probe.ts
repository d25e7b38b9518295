import { z } from 'zod';
import type { FlowValues, ProbeAnswer } from './probe';

const numbers = z.instanceof(Float32Array);
const shape = z.array(z.number());
const kind = z.enum(['parameter', 'activation', 'gradient', 'backward', 'state']);
const entry = z.object({ name: z.string(), kind, shape });
const states = z.object({ all: numbers, series: z.array(z.object({ name: z.string(), values: numbers })) });

const flow: z.ZodType<FlowValues> = z
  .object({
    omitted: z.number(),
    glyphs: z.array(z.string()),
    predictions: z.array(
      z.array(z.object({ glyph: z.string(), logit: z.number(), probability: z.number(), right: z.boolean() })),
    ),
    embedded: numbers,
    layers: z.array(z.object({ stream: numbers, added: numbers })),
    states: z.array(states.nullable()),
  })
  .refine(({ glyphs, predictions, embedded, layers, states }) => {
    const lists = [predictions, embedded, ...layers.flatMap(({ stream, added }) => [stream, added])];
    return [...lists, ...states.flatMap(own => own?.all ?? [])].every(({ length }) => length === glyphs.length);
  });

const tensor = entry
  .extend({
    dtype: z.string(),
    values: z.union([numbers, z.instanceof(Float64Array), z.instanceof(Int32Array)]),
  })
  .refine(own => own.values.length === own.shape.reduce((product, extent) => product * extent, 1));

/** An answer from the worker: checks every field, and that lists are as long as they must be. */
export const probeAnswer: z.ZodType<ProbeAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flow'), flow }),
  z.object({ kind: z.literal('adds'), adds: z.object({ shares: numbers, milliseconds: z.number() }) }),
  z.object({ kind: z.literal('tensors'), tensors: z.array(entry) }),
  z.object({ kind: z.literal('tensor'), tensor }),
]);
