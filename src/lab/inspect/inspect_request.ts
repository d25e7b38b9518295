import { z } from 'zod';
import type { InspectRequest } from './inspection';
import type { ProbeRequest } from './probe';

/** Index of a validation sequence or a token: random numbers support no higher ones. */
const index = z.int().min(0).max(0x7fffffff);

const sequence = {
  contender: z.int().min(0),
  input: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('example'), index }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string().max(100_000, 'longer than 100,000 characters; use a shorter one'),
    }),
  ]),
};

/** What a command asks of a sequence beside an inspection. */
export const probeRequest: z.ZodType<ProbeRequest> = z.discriminatedUnion('kind', [
  z.strictObject({ ...sequence, kind: z.enum(['flow', 'adds', 'tensors']) }),
  z.strictObject({ ...sequence, kind: z.literal('tensor'), name: z.string().max(1000) }),
]);

/** An inspection as a command or a link asks for it. */
export const inspectRequest: z.ZodType<InspectRequest> = z.strictObject({
  ...sequence,
  position: index.nullable(),
  positions: z.literal(true).optional(),
});
