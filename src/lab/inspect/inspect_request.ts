import { z } from 'zod';
import type { InspectRequest } from './inspection';

/** Index of a validation sequence or a token: random numbers support no higher ones. */
const index = z.int().min(0).max(0x7fffffff);

/** An inspection as a command or a link asks for it. */
export const inspectRequest: z.ZodType<InspectRequest> = z.strictObject({
  contender: z.int().min(0),
  input: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('example'), index }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string().max(100_000, 'longer than 100,000 characters; use a shorter one'),
    }),
  ]),
  position: index.nullable(),
  positions: z.literal(true).optional(),
});
