import { type RunConfig, runConfig } from '../src/lab/config/config';
import { memberName, membersOf, seedsOf } from '../src/lab/config/members';
import { RunRecorder } from '../src/lab/race/run_recorder';
import type { RunReport } from '../src/lab/race/run_report';
import { Session } from '../src/lab/race/session';
import { openHeadless } from './backend';
import { interruptible } from './interruption';
import { readJsonAs } from './json_file';
import { readCorpus, readMaterials } from './materials';
import { probeOutputs, writeOutputs } from './outputs';
import { usable } from './usable';
import { backendFlag, type Flags, required } from './usage';

/** `run`: runs a whole race as the page does. If a contender diverges or it is interrupted, writes the results so far, then throws. */
export async function run(flags: Flags): Promise<void> {
  const path = required(flags, 'file');
  const out = required(flags, 'out');
  const backendName = backendFlag(flags);
  const config = readJsonAs(path, runConfig);
  const own = readMaterials(flags, config.task, path);
  const saves = savePaths(flags.save, config);
  const inputs = [path, flags.text, flags.sound].filter(input => input !== undefined);
  probeOutputs([out, ...saves], inputs);
  await interruptible(async on => {
    const recorder = new RunRecorder(config);
    const weights = new Map<number, Uint8Array>();
    const opened = await on.unless(openHeadless(backendName));
    const session =
      opened &&
      (await on.unless(
        usable(() =>
          Session.load(
            opened.backend,
            event => {
              if (event.type === 'saved') weights.set(event.contender, event.bytes);
              else recorder.receive(event);
              if (event.type === 'loaded' && event.task.caution !== undefined)
                console.error(`unroll: ${event.task.caution}`);
            },
            1,
            config,
            { corpus: readCorpus, ...own },
          ),
        ),
      ));
    if (session) {
      const pause = (): void => session.pause();
      on.signal.addEventListener('abort', pause, { once: true });
      if (!on.interruption) session.play();
      await session.idle();
      for (const [index, { status }] of session.contenders.entries())
        if (saves.length > 0 && status !== 'diverged' && status !== 'failed')
          session.save(index, status === 'finished' ? {} : { ended: 'interrupted' });
      await session.idle();
    }
    const runs = recorder.runs(on.interruption !== undefined);
    writeOutputs([
      { path: out, content: `${JSON.stringify(runs, null, 2)}\n` },
      ...saves.flatMap((save, index) => {
        const content = weights.get(index);
        return content ? { path: save, content } : [];
      }),
    ]);
    const unsaved = saves.filter((_, index) => !weights.has(index));
    const missing = unsaved.length > 0 ? `; not written: ${unsaved.join(', ')}` : '';
    if (recorder.failure !== undefined) throw new Error(`${recorder.failure} All curves are in ${out}${missing}`);
    if (recorder.divergence !== undefined) throw new Error(`${recorder.divergence} All curves are in ${out}${missing}`);
    if (on.interruption)
      throw on.interruption.saying(
        `interrupted at ${stepsOf(config, runs)}; the curves so far are in ${out}${missing}`,
      );
  });
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
