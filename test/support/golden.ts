import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { BackendKind } from '../../src/gpu/backend';

const tensor = z.object({ shape: z.array(z.number()), data: z.array(z.number()) });
const tensors = z.record(z.string(), tensor);
const file = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      config: z.record(z.string(), z.unknown()),
      inputs: tensors,
      outputs: tensors,
      cotangents: tensors.nullish(),
      gradients: tensors.nullish(),
    }),
  ),
});

type Tensors = Record<string, z.infer<typeof tensor>>;

/** A reference case in float64, with the gradients of sum(outputs · cotangents). */
export interface GoldenCase {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  readonly cotangents: Tensors;
  readonly gradients: Tensors;
}

/** Cases of test/golden/{name}.json whose names start with `prefix`. Throws if there are none. */
export function goldenCases(name: string, prefix = ''): GoldenCase[] {
  const text = readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8');
  const cases = file.parse(JSON.parse(text)).cases.filter(golden => golden.name.startsWith(prefix));
  if (cases.length === 0) throw new Error(`golden/${name}.json has no case '${prefix}…'`);
  return cases.map(golden => ({ ...golden, cotangents: golden.cotangents ?? {}, gradients: golden.gradients ?? {} }));
}

/** Reference cases on a backend, for a table of tests. */
export function goldensOn(
  kind: BackendKind,
  cases: readonly GoldenCase[],
): [name: string, kind: BackendKind, golden: GoldenCase][] {
  return cases.map(golden => [golden.name, kind, golden]);
}
