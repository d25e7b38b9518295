import type { Backend } from '../src/gpu/backend';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import { memberName, membersOf, seedsOf } from '../src/lab/config/members';
import { trainingFields } from '../src/lab/config/training_fields';
import { RunRecorder } from '../src/lab/race/run_recorder';
import type { RunReport } from '../src/lab/race/run_report';
import { Session } from '../src/lab/race/session';
import type { Event } from '../src/lab/worker/protocol';
import type { Materials } from '../src/tasks/task';
import { openHeadless } from './backend';
import { type Interruptible, interruptible } from './interruption';
import { readJsonAs } from './json_file';
import { readCorpus, readMaterials } from './materials';
import { probeOutputs, writeOutputs } from './outputs';
import { bestOf, variantsOf } from './sweep';
import { usable } from './usable';
import { backendFlag, type Flags, required, UsageError } from './usage';

/**
 * `run`: runs a whole race as the page does, or those of a sweep one after the other. If a contender diverges or it is interrupted,
 * writes the results so far, then throws.
 */
export async function run(flags: Flags): Promise<void> {
  const path = required(flags, 'file');
  const out = required(flags, 'out');
  const backendName = backendFlag(flags);
  const config = withSeeds(readJsonAs(path, runConfig), flags.seeds);
  const own = readMaterials(flags, config.task, path);
  const variants = variantsOf(config, flags.sweep);
  if (flags.sweep !== undefined && flags.save !== undefined)
    throw new UsageError('--save has no effect with --sweep; leave one of them out');
  const saves = savePaths(flags.save, config);
  const inputs = [path, flags.text, flags.sound].filter(input => input !== undefined);
  probeOutputs([out, ...saves], inputs);
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(backendName));
    const done: Raced[] = [];
    for (const [index, { settings, config: variant }] of variants.entries()) {
      if (on.interruption && index > 0) break;
      if (variants.length > 1)
        process.stderr.write(`race ${index + 1} of ${variants.length}: ${JSON.stringify(settings)}\n`);
      done.push(await race(on, opened?.backend, variant, { corpus: readCorpus, ...own }, saves.length > 0));
    }
    const swept = done.flatMap(({ runs }, index) =>
      runs.map(report => ({ settings: variants[index]?.settings ?? {}, ...report })),
    );
    const weights = done[0]?.weights ?? new Map<number, Uint8Array>();
    const content = flags.sweep === undefined ? done.flatMap(({ runs }) => runs) : swept;
    writeOutputs([
      { path: out, content: `${JSON.stringify(content, null, 2)}\n` },
      ...saves.flatMap((save, index) => {
        const content = weights.get(index);
        return content ? { path: save, content } : [];
      }),
    ]);
    if (flags.sweep !== undefined) for (const line of bestOf(swept)) console.error(line);
    const unsaved = saves.filter((_, index) => !weights.has(index));
    const missing = unsaved.length > 0 ? `; not written: ${unsaved.join(', ')}` : '';
    const failed =
      done.find(({ failure }) => failure !== undefined) ?? done.find(({ divergence }) => divergence !== undefined);
    if (failed) throw new Error(`${failed.failure ?? failed.divergence} All curves are in ${out}${missing}`);
    if (on.interruption)
      throw on.interruption.saying(
        `interrupted at ${stepsOf(config, done.at(-1)?.runs ?? [])}; the curves so far are in ${out}${missing}`,
      );
  });
}

/** How a race ended. */
interface Raced {
  readonly runs: readonly RunReport[];
  readonly weights: ReadonlyMap<number, Uint8Array>;
  readonly failure: string | undefined;
  readonly divergence: string | undefined;
}

/** Trains a race to its end, or to an interruption. Without a backend, the interruption came first. */
async function race(
  on: Interruptible,
  backend: Backend | undefined,
  config: RunConfig,
  materials: Materials,
  saves: boolean,
): Promise<Raced> {
  const recorder = new RunRecorder(config);
  const weights = new Map<number, Uint8Array>();
  const hear = (event: Event): void => {
    if (event.type === 'saved') weights.set(event.contender, event.bytes);
    else recorder.receive(event);
    if (event.type === 'loaded' && event.task.caution !== undefined) console.error(`unroll: ${event.task.caution}`);
  };
  const session = backend && (await on.unless(usable(() => Session.load(backend, hear, 1, config, materials))));
  if (session) {
    const pause = (): void => session.pause();
    on.signal.addEventListener('abort', pause, { once: true });
    if (!on.interruption) session.play();
    await session.idle();
    for (const [index, { status }] of session.contenders.entries())
      if (saves && status !== 'diverged' && status !== 'failed')
        session.save(index, status === 'finished' ? {} : { ended: 'interrupted' });
    await session.idle();
    on.signal.removeEventListener('abort', pause);
    await session.close();
  }
  const { failure, divergence } = recorder;
  return { runs: recorder.runs(on.interruption !== undefined), weights, failure, divergence };
}

/** The race with so many seeds of each contender. Throws UsageError. */
function withSeeds(config: RunConfig, seeds: string | undefined): RunConfig {
  if (seeds === undefined) return config;
  const { min, max } = trainingFields.seeds;
  const count = Number(seeds);
  if (!Number.isInteger(count) || count < min || count > max)
    throw new UsageError(`--seeds is a whole number from ${min} to ${max}, not '${seeds}'`);
  return { ...config, training: { ...config.training, seeds: count } };
}

/**
 * A file of weights for each member: one gets the path itself. Several contenders get their number before its ending, counted
 * from 1, and several seeds their seed: W-2-seed-5.safetensors.
 */
export function savePaths(save: string | undefined, config: Pick<RunConfig, 'contenders' | 'training'>): string[] {
  if (save === undefined) return [];
  const [, stem = save, ending = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(save) ?? [];
  return membersOf(config).map(({ contender, seed }) => {
    const number = config.contenders.length === 1 ? '' : `-${contender + 1}`;
    const ofSeed = seedsOf(config.training) === 1 ? '' : `-seed-${seed}`;
    return `${stem}${number}${ofSeed}${ending}`;
  });
}

function stepsOf({ training }: RunConfig, runs: readonly RunReport[]): string {
  return runs
    .map(({ name, seed, step }) => `step ${step} of ${training.steps} (${memberName(name, seed, seedsOf(training))})`)
    .join(', ');
}
