import type { Hyper } from '../src/lab/config/schedule';
import { writeCheckpoint } from '../src/lab/export/checkpoint';
import { firstNotFinite } from '../src/lab/race/first_not_finite';
import { isDiverged, type StepResult } from '../src/lab/race/step_result';
import { Trainer } from '../src/lab/race/trainer';
import { openHeadless } from './backend';
import { stepOf } from './facts';
import { type Batches, readBatches, readWeights } from './files';
import { type Interruptible, interruptible } from './interruption';
import { readOptimizer } from './optimizer';
import { type Output, probeOutputs, writeOutputs } from './outputs';
import { backendFlag, type Flags, required } from './usage';

/** How it ended, and its results. */
interface TrainingResult {
  readonly results: readonly StepResult[];
  readonly milliseconds: readonly number[];
  /** Counted from 1; undefined: every loss, gradient, and weight is finite. */
  readonly divergedAt: number | undefined;
}

/** `train`: one optimiser step per batch of the file. If it diverges or is interrupted, writes the results so far, then throws. */
export async function train(flags: Flags): Promise<void> {
  const files = {
    init: required(flags, 'init'),
    batches: required(flags, 'batches'),
    optimizer: required(flags, 'optimizer'),
  };
  const out = required(flags, 'out');
  const backendName = backendFlag(flags);
  const { model, values, about } = readWeights(files.init);
  const before = stepOf(files.init, about) ?? 0;
  const batches = readBatches(files.batches, model.config.vocab_size);
  const hyper = readOptimizer(files.optimizer, batches.steps.length);
  const saves = flags.save === undefined ? [] : [flags.save];
  // The output may replace the input.
  probeOutputs(saves, [files.batches, files.optimizer]);
  probeOutputs([out, ...saves.filter(path => path !== files.init)], Object.values(files));
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(backendName));
    const trainer = opened && (await on.unless(Trainer.make(opened.backend, model, batches, values)));
    const trained = trainer
      ? await steps(trainer, batches, hyper, on)
      : { results: [], milliseconds: [], divergedAt: undefined };
    const { results, milliseconds, divergedAt } = trained;
    const ended = divergedAt !== undefined ? 'diverged' : on.interruption ? 'interrupted' : 'finished';
    const report = {
      adapter: opened?.report.adapter ?? null,
      ended,
      divergedAt: divergedAt ?? null,
      losses: results.map(({ loss }) => loss),
      gradientNorms: results.map(({ gradientNorm }) => gradientNorm),
      dispatchesPerStep: trainer?.dispatchesPerStep ?? null,
      millisecondsPerStep: median(milliseconds),
    };
    const outputs: Output[] = [{ path: out, content: `${JSON.stringify(report, null, 2)}\n` }];
    if (trainer && divergedAt === undefined) {
      const facts = { ...factsAfter(about, before + results.length), ...(ended === 'finished' ? {} : { ended }) };
      const content = saves.length > 0 ? writeCheckpoint(model, await trainer.parameters.read(), facts) : '';
      outputs.push(...saves.map(path => ({ path, content })));
    }
    writeOutputs(outputs);
    if (divergedAt !== undefined) {
      const unsaved = saves.length > 0 ? `; ${saves[0]} is not written` : '';
      throw new Error(
        `training diverged at step ${divergedAt} of ${batches.steps.length}: its loss, its gradient, or a weight is no finite number. ` +
          `${adviceOn(results)} ${out} has the steps so far${unsaved}`,
      );
    }
    if (on.interruption)
      throw on.interruption.saying(
        `interrupted after ${results.length} of ${batches.steps.length} steps, which are in ${out}`,
      );
  });
}

/** The advice after divergence. Before the first update the learning rate has had no effect. */
export function adviceOn([first]: readonly StepResult[]): string {
  return first && isDiverged(first) ? 'The weights are too large: begin with others.' : 'Lower the learning rate.';
}

/** The metadata of the weights' file, without entries that no longer hold. */
function factsAfter(about: ReadonlyMap<string, string>, step: number): Record<string, string> {
  const { format: _, config: __, ended: ___, ...kept } = Object.fromEntries(about);
  return { ...kept, step: String(step) };
}

async function steps(trainer: Trainer, batches: Batches, hyper: Hyper, on: Interruptible): Promise<TrainingResult> {
  const results: StepResult[] = [];
  const milliseconds: number[] = [];
  for (const batch of batches.steps) {
    await on.breathe();
    const started = performance.now();
    if (on.interruption || !(await trainer.step(batch, hyper, on.signal))) break;
    results.push(...(await trainer.results()));
    milliseconds.push(performance.now() - started);
    if (results.some(isDiverged)) return { results, milliseconds, divergedAt: results.length };
  }
  const weights = await trainer.parameters.read();
  const finite = [...weights.values()].every(own => firstNotFinite(own) < 0);
  return { results, milliseconds, divergedAt: finite ? undefined : results.length };
}

/** Null where nothing was measured. */
function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
