import { expect, it } from 'vitest';
import { z } from 'zod';
import { firstIssue } from '../src/first_issue';

const schema = z.strictObject({
  batch: z.int().min(1).max(512),
  rate: z.number().positive().lt(1),
  name: z.string().min(1).max(40),
  dilations: z.array(z.int()).max(2),
  optimiser: z.enum(['adamw', 'sgd']),
  version: z.literal(2),
  half: z.number().multipleOf(0.5),
  on: z.boolean(),
  pair: z.tuple([z.number(), z.number()]),
  seed: z.int().max(9, 'more than 9; use a smaller one'),
  block: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
});
const right = {
  batch: 4,
  rate: 0.1,
  name: 'a',
  dilations: [1],
  optimiser: 'sgd',
  version: 2,
  half: 1,
  on: true,
  pair: [1, 2],
  seed: 1,
  block: { a: '' },
};

it.each([
  [{ batch: 513 }, 'batch: must be at most 512'],
  [{ batch: 1e20 }, 'batch: must be at most 512'],
  [{ batch: 0 }, 'batch: must be at least 1'],
  [{ batch: 1.5 }, 'batch: must be a whole number'],
  [{ batch: '4' }, 'batch: must be a number'],
  [{ batch: Number.NaN }, 'batch: must be a number'],
  [{ batch: undefined }, 'batch: is missing'],
  [{ rate: 1 }, 'rate: must be less than 1'],
  [{ rate: 0 }, 'rate: must be more than 0'],
  [{ name: '' }, 'name: must not be empty'],
  [{ name: 'a'.repeat(2000) }, 'name: must have at most 40 characters'],
  [{ dilations: [1, 2, 3] }, 'dilations: must have at most 2 entries'],
  [{ dilations: [1, true] }, 'dilations.1: must be a number'],
  [{ optimiser: 'adam' }, 'optimiser: must be one of "adamw", "sgd"'],
  [{ version: 3 }, 'version: must be 2'],
  [{ half: 0.3 }, 'half: must be a multiple of 0.5'],
  [{ on: 'yes' }, 'on: must be true or false'],
  [{ pair: null }, 'pair: must be a list'],
  [{ pair: [1] }, 'pair: must have at least 2 entries'],
  [{ seed: 10 }, 'seed: more than 9; use a smaller one'],
  [{ block: 3 }, 'block: is of no form that is known here'],
  [{ widht: 3 }, "there is no key 'widht'"],
])('%o: %s', (wrong, words) => {
  const { error } = schema.safeParse({ ...right, ...wrong });
  expect(firstIssue(error?.issues ?? [])).toBe(words);
});
