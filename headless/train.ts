import { z } from 'zod';
import { writeCheckpoint } from '../src/lab/checkpoint';
import type { Hyper } from '../src/lab/schedule';
import { type StepResult, Trainer } from '../src/lab/trainer';
import { openHeadless } from './backend';
import { readBatches, readJson, readWeights, writeFile } from './files';
import { backendFlag, type Flags, required, UsageError } from './usage';

/** Hyper-parameters as in golden/training/expected.json; keys that the training itself does not need are allowed. */
const optimizer = z.looseObject({
  lr: z.number().positive(),
  betas: z.tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)]).default([0.9, 0.95]),
  eps: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0),
  clip_norm: z.number().positive().nullish(),
});

function readOptimizer(path: string): Hyper {
  const value = readJson(path);
  const inner =
    typeof value === 'object' && value !== null && 'hyperparameters' in value ? value.hyperparameters : value;
  const parsed = optimizer.safeParse(inner);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(`${path}: ${issue?.path.join('.') || 'top level'}: ${issue?.message ?? 'not valid'}`);
  }
  const { lr, betas, eps, weight_decay, clip_norm } = parsed.data;
  return { lr, betas, eps, weight_decay, clip_norm: clip_norm ?? null };
}

/** `train`: one optimiser step per batch of the file. */
export async function train(flags: Flags): Promise<void> {
  const { model, values } = readWeights(required(flags, 'init'));
  const batches = readBatches(required(flags, 'batches'), model.config.vocab_size);
  const hyper = readOptimizer(required(flags, 'optimizer'));
  const out = required(flags, 'out');
  const { backend, report } = await openHeadless(backendFlag(flags));
  const trainer = await Trainer.make(backend, model, batches, values);
  const results: StepResult[] = [];
  const milliseconds: number[] = [];
  for (const batch of batches.steps) {
    const started = performance.now();
    await trainer.step(batch, hyper);
    results.push(...(await trainer.results()));
    milliseconds.push(performance.now() - started);
  }
  writeFile(
    out,
    `${JSON.stringify(
      {
        adapter: report.adapter,
        losses: results.map(({ loss }) => loss),
        gradientNorms: results.map(({ gradientNorm }) => gradientNorm),
        dispatchesPerStep: trainer.dispatchesPerStep,
        millisecondsPerStep: median(milliseconds),
      },
      null,
      2,
    )}\n`,
  );
  if (flags.save !== undefined) writeFile(flags.save, writeCheckpoint(model, await trainer.parameters.read()));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
