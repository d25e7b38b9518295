import type { RunConfig } from '../src/lab/config/config';
import { modelOf } from '../src/lab/config/model_of';
import { type SweepAxis, SweepError, type Variant, variantsOf } from '../src/lab/config/variants';
import { ONE_SEED } from '../src/lab/experiments/phrases';
import { spreadOf } from '../src/lab/experiments/seeds';
import { leastOf } from '../src/lab/experiments/swept_cells';
import type { RunReport } from '../src/lab/race/run_report';
import { quoted } from '../src/quoted';
import { openTask } from '../src/tasks/registry';
import type { Materials, OpenTask } from '../src/tasks/task';
import { usable } from './usable';
import { decimal, UsageError } from './usage';

/**
 * The races of --sweep: one for each combination of values. `training.lr=1e-3,3e-3 contenders.d_model=32,64` gives four. Throws
 * UsageError.
 */
export function sweptRaces(config: RunConfig, sweep: string | undefined): readonly Variant[] {
  const axes = (sweep ?? '').split(/\s+/).filter(axis => axis !== '');
  if (sweep !== undefined && axes.length === 0) throw new UsageError('--sweep names no setting');
  try {
    return variantsOf(config, axes.map(axisOf));
  } catch (error) {
    if (error instanceof SweepError) throw new UsageError(`--sweep: ${error.message}`);
    throw error;
  }
}

/**
 * Opens each task, gives it to `check`, and defines each model, so that a wrong setting of the last race is known before the first one
 * trains. Throws UsageError.
 */
export async function checkRaces(
  races: readonly (Variant & { readonly materials: Materials })[],
  check: (of: { readonly task: OpenTask }) => void,
): Promise<void> {
  const sizes = new Map<string, number>();
  for (const { settings, config, materials } of races) {
    const { task, training, contenders } = config;
    const named = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    await usable(
      async () => {
        const key = JSON.stringify(task);
        const known = sizes.get(key);
        const open = known === undefined ? await openTask(task, training.seed, materials) : undefined;
        if (open) check({ task: open });
        const size = known ?? open?.vocabulary.size ?? 0;
        sizes.set(key, size);
        for (const contender of contenders) modelOf(contender, size);
      },
      `--sweep: ${named.join(' ')}: `,
    );
  }
}

function axisOf(axis: string): SweepAxis {
  const [, setting = '', values = ''] = /^([a-z]+\.\w+)=(.+)$/.exec(axis) ?? [];
  if (setting === '') throw new SweepError(`${quoted(axis)} is not NAME.KEY=VALUE,VALUE, as training.lr=1e-3,3e-3`);
  const numberOrText = (text: string) => (Number.isFinite(decimal(text)) ? decimal(text) : text);
  return { setting, values: values.split(',').map(numberOrText) };
}

/** The report of a race of a sweep. */
export interface SweptReport extends RunReport {
  readonly settings: Variant['settings'];
}

interface SweptCell {
  readonly name: string;
  readonly contender: number;
  /** Of the task: losses of different tasks are not compared. */
  readonly task: string;
  readonly settings: string;
  readonly losses: (number | null)[];
}

/**
 * A line for each contender, with each task: where its last validation loss is least, the mean over seeds. A setting with which a seed
 * diverged or failed is never best.
 */
export function bestOf(reports: readonly SweptReport[]): string[] {
  const cells = new Map<string, SweptCell>();
  for (const { name, contender, settings: swept, status, curve } of reports) {
    const task = wordsOf(swept, key => key.startsWith('task.'));
    const settings = wordsOf(swept, key => !key.startsWith('task.'));
    const key = JSON.stringify([contender, task, settings]);
    const cell = cells.get(key) ?? { name, contender, task, settings, losses: [] };
    const out = status === 'diverged' || status === 'failed';
    cell.losses.push((out ? null : curve.validation.findLast(loss => loss !== null)) ?? null);
    cells.set(key, cell);
  }
  const all = [...cells.values()];
  const lines = [...new Set(all.map(pairOf))].map(pair => bestWords(all.filter(cell => pairOf(cell) === pair)));
  const single = all.some(({ losses }) => losses.length === 1);
  return single && all.length > 1 ? [...lines, ONE_SEED] : lines;
}

function pairOf({ contender, task }: SweptCell): string {
  return `${contender} ${task}`;
}

function wordsOf(settings: Variant['settings'], among: (key: string) => boolean): string {
  const own = Object.entries(settings).filter(([key]) => among(key));
  return own.map(([key, value]) => `${key} ${value}`).join(', ');
}

/** Of the cells of one contender with one task. */
function bestWords(own: readonly SweptCell[]): string {
  const [{ name, task } = { name: '', task: '' }] = own;
  const [under, where] = task === '' ? ['', ''] : [`with ${task} `, ` with ${task}`];
  const best = leastOf(own, ({ losses }) => spreadOf(losses).mean);
  const { mean = null } = best ? spreadOf(best.losses) : {};
  if (!best || mean === null) return `${name}: no setting gave a validation loss with all seeds${where}`;
  const is = own.length > 1 ? 'is least,' : 'is';
  const at = best.settings === '' ? '' : `, at ${best.settings}`;
  return `${name}: ${under}the last validation loss ${is} ${mean.toFixed(4)}${spreadWords(best.losses)}${at}`;
}

/** Over the seeds; empty for one. */
function spreadWords(losses: readonly (number | null)[]): string {
  if (losses.length < 2) return '';
  const known = losses.filter(loss => loss !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)].map(loss => loss.toFixed(4));
  return ` (mean of ${losses.length} seeds, ${least} to ${most})`;
}
