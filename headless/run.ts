import type { RunConfig } from '../src/lab/config/config';
import { memberName, seedsOf } from '../src/lab/config/members';
import type { Variant } from '../src/lab/config/variants';
import { explain } from '../src/lab/race/explain';
import type { RunReport } from '../src/lab/race/run_report';
import { engineDifference } from '../src/lab/runs/engine_difference';
import { openHeadless } from './backend';
import { choiceFor } from './backend_of_run';
import { engineHere } from './engine_here';
import { interruptible } from './interruption';
import { type Output, probeOutputs, writeOutputs } from './outputs';
import { filesOf, type Places, pathsOf, placesOf } from './places';
import { checkPositions } from './positions';
import { type Raced, race } from './race';
import { type RunSource, runSource } from './run_source';
import { bestOf, checkRaces } from './sweep';
import { backendFlag, type Flags, UsageError } from './usage';

/**
 * `run`: runs a whole race as the page does, or those of a sweep one after the other, or goes on with that of a run file. If a contender
 * diverges or it is interrupted, writes the results so far, then throws.
 */
export async function run(flags: Flags): Promise<void> {
  const backendName = backendFlag(flags);
  const source = runSource(flags);
  const { config, races: variants, before, steps, course } = source;
  const { out, 'save-run': kept, positions: measured } = flags;
  const choice = before ? choiceFor(backendName, source.path, before.engine) : backendName;
  const places = placesOf(flags, variants);
  const where = checkOutputs(flags, source, places);
  if (variants.length > 1) await checkRaces(variants, measured === undefined ? () => {} : checkPositions);
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(choice, preferencesOf(source)));
    if (opened && before) sayDifference(source, engineDifference(before.engine, engineHere(opened, before)));
    if (course !== '') console.error(`unroll: ${course}`);
    const done: Raced[] = [];
    let refused: unknown;
    for (const [index, { settings, config: variant, materials }] of variants.entries()) {
      if (on.interruption && index > 0) break;
      if (variants.length > 1)
        process.stderr.write(`race ${index + 1} of ${variants.length}: ${JSON.stringify(settings)}\n`);
      const asked = {
        path: source.path,
        config: variant,
        materials,
        before,
        steps,
        saves: flags.save !== undefined,
        keeps: kept !== undefined,
        measures: measured !== undefined,
      };
      try {
        done.push(await race(on, opened, asked));
      } catch (error) {
        if (index === 0) throw error;
        // What the races before it gave is kept.
        refused = error;
        break;
      }
    }
    const swept = done.flatMap(({ runs }, index) =>
      runs.map(report => ({ settings: variants[index]?.settings ?? {}, ...report })),
    );
    const outputs: Output[] = [];
    const content = flags.sweep === undefined ? done.flatMap(({ runs }) => runs) : swept;
    if (out !== undefined) outputs.push(jsonOutput(out, content));
    if (measured !== undefined && done.some(({ positions }) => positions !== undefined))
      outputs.push(jsonOutput(measured, measuredIn(done, flags.sweep === undefined ? [] : variants)));
    outputs.push(...places.flatMap((place, index) => filesOf(place, done[index])));
    writeOutputs(outputs);
    if (flags.sweep !== undefined) for (const line of bestOf(swept)) console.error(line);
    const unsaved = [...places.flatMap(pathsOf), measured].filter(
      path => path !== undefined && !outputs.some(output => output.path === path),
    );
    const missing = unsaved.length > 0 ? `; not written: ${unsaved.join(', ')}` : '';
    if (refused !== undefined) {
      const { message } = explain(refused);
      throw new Error(`${where} has the races before race ${done.length + 1}, which cannot be trained: ${message}`);
    }
    const failed = done.find(({ failure }) => failure !== undefined)?.failure ?? divergedWords(done, variants);
    if (failed !== undefined) throw new Error(`${failed} All curves are in ${where}${missing}`);
    if (on.interruption)
      throw on.interruption.saying(
        `interrupted at ${stepsOf(config, done.at(-1)?.runs ?? [])}; the curves so far are in ${where}${missing}`,
      );
  });
}

/** Checks the places of all results, and returns that of the curves. Throws UsageError. */
function checkOutputs(flags: Flags, { path, before, inputs }: RunSource, places: readonly Places[]): string {
  const { out, 'save-run': kept, positions, resume, sweep } = flags;
  const where = out ?? (sweep === undefined ? kept : undefined);
  if (where === undefined)
    throw new UsageError(
      sweep === undefined
        ? '--out is missing, or --save-run for a run file'
        : '--out is missing: it gets the curves of all races of --sweep',
    );
  // A run file may be replaced by the run that goes on from it.
  const read = before && kept === resume ? inputs : [path, ...inputs];
  const written = [out, positions, ...places.flatMap(pathsOf)].filter(output => output !== undefined);
  probeOutputs(written, read);
  return where;
}

function jsonOutput(path: string, content: unknown): Output {
  return { path, content: `${JSON.stringify(content, null, 2)}\n` };
}

/** All losses by position; those of a sweep with the settings of their race. */
function measuredIn(done: readonly Raced[], variants: readonly Variant[]): unknown[] {
  return done.flatMap(({ positions }, index) =>
    (positions ?? []).map(report => {
      const { settings } = variants[index] ?? {};
      return settings === undefined ? report : { settings, ...report };
    }),
  );
}

function preferencesOf({ before }: RunSource) {
  return before ? { [before.engine.adapter]: before.engine.kernels } : {};
}

function sayDifference({ path }: RunSource, difference: string | null): void {
  if (difference !== null) console.error(`unroll: ${path}: ${difference}`);
}

/** Contenders that a message names. */
const MOST_NAMES = 4;

/** All that diverged, with their steps; undefined: none did. */
function divergedWords(done: readonly Raced[], variants: readonly Variant[]): string | undefined {
  const all = done.flatMap(({ diverged }, index) => {
    const swept = Object.entries(variants[index]?.settings ?? {}).map(([key, value]) => `, ${key} ${value}`);
    return diverged.map(({ name, step }) => `${name} at step ${step}${swept.join('')}`);
  });
  if (all.length === 0) return undefined;
  const more = all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
  return `diverged: ${all.slice(0, MOST_NAMES).join('; ')}${more}. A loss or a gradient was no finite number; train with a lower learning rate.`;
}

function stepsOf({ training }: RunConfig, runs: readonly RunReport[]): string {
  return runs
    .map(({ name, seed, step }) => `step ${step} of ${training.steps} (${memberName(name, seed, seedsOf(training))})`)
    .join(', ');
}
