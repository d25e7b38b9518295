import { z } from 'zod';
import { firstIssue } from '../../first_issue';
import { OWN_SOUND } from '../../tasks/own_sound';
import { OWN_TEXT } from '../../tasks/own_text';
import { SAMPLE_RATE } from '../../tasks/sound_sources';
import { contenderName, runConfig } from '../config/config';
import { kernelPreferences } from '../measure/kernel_preferences';
import type { Command } from './protocol';
import { sessionSnapshot } from './read_snapshot';

const count = z.int().min(0);
const runId = count;
/** Of validation sequences and tokens: the random numbers of a sequence know no higher ones. */
const index = count.max(0x7fffffff);
const longText = z.string().max(100_000, 'longer than 100,000 characters; use a shorter one');

/** What a sample is asked for with. */
export const sampleRequest = z
  .strictObject({
    prompt: longText,
    tokens: z.int().min(0).max(65536, 'more than 65,536; ask for fewer tokens'),
    temperature: z.number().min(0).max(100),
    topK: count,
    seed: z.int().min(0).max(0xffffffff),
    naive: z.boolean(),
    play: z.strictObject({ first: index, sequences: z.int().min(1).max(64) }).optional(),
  })
  .refine(({ tokens, play }) => tokens > 0 || play !== undefined, { path: ['tokens'], message: 'must be at least 1' });

const inspectRequest = z.strictObject({
  contender: count,
  input: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('example'), index }),
    z.strictObject({ kind: z.literal('text'), text: longText }),
  ]),
  position: index.nullable(),
});

const ownSound = z
  .instanceof(Uint8Array<ArrayBuffer>)
  .refine(levels => levels.length <= OWN_SOUND.most * SAMPLE_RATE, `longer than ${OWN_SOUND.most} s`)
  .optional();

const command: z.ZodType<Command> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    backend: z.enum(['webgpu', 'cpu']).optional(),
    preferences: kernelPreferences.optional(),
  }),
  z.strictObject({
    type: z.literal('load'),
    runId,
    config: runConfig,
    ownText: z.string().max(OWN_TEXT.bytes, 'longer than 5 MB; use a part of it').optional(),
    ownSound,
    snapshot: sessionSnapshot.optional(),
  }),
  z.strictObject({ type: z.literal('play'), runId, steps: z.int().min(1).optional() }),
  z.strictObject({ type: z.literal('pause'), runId }),
  z.strictObject({ type: z.literal('rename'), runId, names: z.array(contenderName).min(1).max(8) }),
  z.strictObject({ type: z.literal('sample'), runId, sampleId: count, request: sampleRequest }),
  z.strictObject({ type: z.literal('stop_sampling'), runId }),
  z.strictObject({ type: z.literal('save'), runId, contender: count }),
  z.strictObject({ type: z.literal('inspect'), runId, inspectId: count, request: inspectRequest }),
  z.strictObject({ type: z.literal('measure'), measureId: count }),
  z.strictObject({ type: z.literal('stop_measuring') }),
  z.strictObject({
    type: z.literal('run_experiment'),
    experimentId: count,
    name: z.string(),
    params: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({ type: z.literal('cancel_experiment') }),
]);

/** A message of the page, checked rather than believed; or what is wrong with it. */
export function readCommand(data: unknown): { readonly command: Command } | { readonly message: string } {
  const parsed = command.safeParse(data);
  if (parsed.success) return { command: parsed.data };
  return { message: firstIssue(parsed.error.issues, 'command') };
}
