import { z } from 'zod';

/** A file of weights that the visitor brought, and what was known of it when it was read. */
export const broughtWeights = z.strictObject({
  /** A contender names its weights by this. */
  id: z.string(),
  /** Of the file. */
  name: z.string(),
  /** It travels to the worker without a copy. */
  file: z.instanceof(Blob),
  /** The text of its config.json. */
  config: z.string().nullable(),
  answers: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type BroughtWeights = Readonly<z.infer<typeof broughtWeights>>;
