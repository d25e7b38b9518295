import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { OpenBackend } from '../../src/lab/worker/open_backend';
import type { BlockConfig } from '../../src/models/config';
import type { Model } from '../../src/models/model';
import { blockForms } from '../../src/models/registry';
import { openHeadless } from '../backend';
import { type Interruptible, interruptible } from '../interruption';
import { backendFlag, type Flags, UsageError } from '../usage';
import { KernelCheck } from './kernel_check';
import { logits, losses, sampled, tinyModel } from './tiny_runs';

/** Of a kernel: the largest difference from its twin, over the largest value. */
const KERNEL_BOUND = 1e-4;
/** Of losses, in nats, and of logits. */
const LOSS_BOUND = 1e-4;
const STEPS = 10;
const TOKENS = 24;

/** What was compared, and by how much it may differ. */
interface Finding {
  readonly name: string;
  readonly difference: number;
  readonly bound: number;
  readonly words?: string;
}

/** `check`: compares a backend with the twins, kernel by kernel and mixer by mixer. Throws if something differs, or when interrupted. */
export async function check(flags: Flags): Promise<void> {
  const choice = backendFlag(flags);
  const blocks = blockForms.filter(({ mixer }) => flags.mixer === undefined || mixer === flags.mixer);
  if (blocks.length === 0) {
    const known = new Set(blockForms.map(({ mixer }) => mixer));
    throw new UsageError(`there is no mixer '${flags.mixer}'; there are ${[...known].join(', ')}`);
  }
  await interruptible(async on => {
    const opened = await openHeadless(choice);
    console.log(`Adapter: ${opened.report.adapter}`);
    const tally = { passed: 0, failed: 0 };
    for await (const finding of findings(opened, blocks, flags.mixer === undefined, on)) report(finding, tally);
    console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
    if (on.interruption) throw on.interruption.saying('interrupted before all was checked');
    if (tally.failed > 0) throw new Error(`${tally.failed} of ${tally.passed + tally.failed} comparisons failed`);
  });
}

async function* findings(
  opened: OpenBackend,
  blocks: readonly BlockConfig[],
  all: boolean,
  on: Interruptible,
): AsyncGenerator<Finding> {
  const kernels = new KernelCheck(opened.backend, opened.facts);
  try {
    for (const block of blocks) {
      await on.breathe();
      if (on.interruption) return;
      const model = tinyModel(block);
      yield* compareModel(opened, model, wordsOf(block));
      await kernels.run(model);
    }
    if (all) await kernels.runRest();
    for (const { form, difference, buffer, dispatches } of kernels.reached) {
      yield { name: `kernel ${form}`, difference, bound: KERNEL_BOUND, words: `${buffer}, ${dispatches} dispatches` };
    }
    if (all && kernels.missed.length > 0)
      console.log(`Kernels that this backend does not use: ${kernels.missed.map(({ name }) => name).join(', ')}`);
  } finally {
    kernels.destroy();
  }
}

/** Losses and tokens against the twins, and token by token against all at once. */
async function* compareModel({ backend }: OpenBackend, model: Model, name: string): AsyncGenerator<Finding> {
  const twin = new TwinBackend();
  const trained = await losses(backend, model, STEPS);
  const expected = await losses(twin, model, STEPS);
  yield { name: `${name}: ${STEPS} losses`, difference: furthest(trained, expected), bound: LOSS_BOUND };
  for (const pieces of [[1], [23, 17, 1]]) {
    const { parallel, carried } = await logits(backend, model, pieces);
    const form = pieces.length === 1 ? 'token by token' : `in pieces of ${pieces.join(', ')}`;
    yield { name: `${name}: logits ${form}`, difference: furthest(carried, parallel), bound: LOSS_BOUND };
  }
  const chosen = await sampled(twin, model, 'per_layer', TOKENS);
  for (const way of ['auto', 'per_layer', 'naive'] as const) {
    const difference = furthest(await sampled(backend, model, way, TOKENS), chosen);
    yield { name: `${name}: ${TOKENS} tokens, ${SAID[way]}`, difference, bound: 0 };
  }
  twin.destroy();
}

const SAID = { auto: 'the usual way', per_layer: 'layer by layer', naive: 'naively' } as const;

function wordsOf({ mixer, ...options }: BlockConfig): string {
  return [mixer, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)].join(', ');
}

/** The largest difference; infinite where the lengths differ or a number is missing. */
function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const apart = Array.from(actual, (value, i) => Math.abs(value - Number(expected[i])));
  return apart.some(Number.isNaN) ? Number.POSITIVE_INFINITY : apart.reduce((most, each) => Math.max(most, each), 0);
}

function report({ name, difference, bound, words }: Finding, tally: { passed: number; failed: number }): void {
  const passed = difference <= bound;
  tally[passed ? 'passed' : 'failed']++;
  const about = words === undefined ? '' : ` (${words})`;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}: ${difference.toExponential(1)} of ${bound}${about}`);
}
