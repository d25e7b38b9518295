import { firstIssue } from '../src/first_issue';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import type { RunReport } from '../src/lab/race/run_report';
import { findMixer } from '../src/models/registry';
import { quoted } from '../src/quoted';
import { UsageError } from './usage';

type Setting = number | string;

/** A race of a sweep. */
export interface Variant {
  /** The swept settings, by their names in --sweep; empty without it. */
  readonly settings: Readonly<Record<string, Setting>>;
  readonly config: RunConfig;
}

/** Most races of a sweep. */
const MOST = 256;

/**
 * The races of --sweep: one for each combination of values. `training.lr=1e-3,3e-3 contenders.d_model=32,64` gives four. A name begins
 * with `training`, `task`, `contenders` (all of them), or `blocks` (all that have the key). Throws UsageError.
 */
export function variantsOf(config: RunConfig, sweep: string | undefined): readonly Variant[] {
  const axes = (sweep ?? '').split(/\s+/).filter(axis => axis !== '');
  let variants: readonly Variant[] = [{ settings: {}, config }];
  for (const axis of axes) {
    const [, name = '', values = ''] = /^([a-z]+\.\w+)=(.+)$/.exec(axis) ?? [];
    if (name === '')
      throw new UsageError(`--sweep: ${quoted(axis)} is not NAME.KEY=VALUE,VALUE, as training.lr=1e-3,3e-3`);
    if (variants[0] && name in variants[0].settings) throw new UsageError(`--sweep: ${name} is given twice`);
    variants = variants.flatMap(({ settings, config: base }) =>
      values.split(',').map(text => {
        const value = text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
        return { settings: { ...settings, [name]: value }, config: withSetting(base, name, value) };
      }),
    );
    if (variants.length > MOST) throw new UsageError(`--sweep: it asks for more than ${MOST} races`);
  }
  return variants;
}

function withSetting(config: RunConfig, name: string, value: Setting): RunConfig {
  const [part = '', key = ''] = name.split('.');
  const parsed = runConfig.safeParse(changed(config, part, { [key]: value }));
  if (parsed.success) return parsed.data;
  throw new UsageError(`--sweep ${name}=${value}: ${firstIssue(parsed.error.issues, 'the race')}`);
}

function changed(config: RunConfig, part: string, change: Readonly<Record<string, Setting>>): unknown {
  const [key = ''] = Object.keys(change);
  const { contenders } = config;
  switch (part) {
    case 'training':
      // What a contender has of its own would hide the swept value.
      return {
        ...config,
        training: { ...config.training, ...change },
        contenders: contenders.map(contender => ({ ...contender, training: without(contender.training, key) })),
      };
    case 'task':
      return { ...config, task: { ...config.task, ...change } };
    case 'contenders':
      return { ...config, contenders: contenders.map(contender => ({ ...contender, ...change })) };
    case 'blocks':
      if (!contenders.some(({ blocks }) => blocks.some(block => has(block, key))))
        throw new UsageError(`--sweep: no block of the race has ${quoted(key)}`);
      return {
        ...config,
        contenders: contenders.map(contender => ({
          ...contender,
          blocks: contender.blocks.map(block => (has(block, key) ? { ...block, ...change } : block)),
        })),
      };
    default:
      throw new UsageError(`--sweep: ${quoted(part)} is none of training, task, contenders, blocks`);
  }
}

function without(own: object = {}, key: string): object {
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== key));
}

function has({ mixer, mlp: _, ...own }: RunConfig['contenders'][number]['blocks'][number], key: string): boolean {
  const known = findMixer(mixer).schema.safeParse(own);
  return known.success && known.data instanceof Object && key in known.data;
}

/** The report of a race of a sweep. */
export interface SweptReport extends RunReport {
  readonly settings: Variant['settings'];
}

/** A line for each contender: its least last validation loss, the mean over seeds, and where it is. */
export function bestOf(reports: readonly SweptReport[]): string[] {
  const means = new Map<string, { name: string; settings: string; losses: number[] }>();
  for (const { name, contender, settings, curve } of reports) {
    const words = Object.entries(settings)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
    const found = means.get(`${contender} ${words}`) ?? { name, settings: words, losses: [] };
    found.losses.push(curve.validation.findLast(loss => loss !== null) ?? Number.NaN);
    means.set(`${contender} ${words}`, found);
  }
  const best = new Map<string, { mean: number; settings: string; seeds: number }>();
  for (const { name, settings, losses } of means.values()) {
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const known = best.get(name);
    if (!Number.isNaN(mean) && (!known || mean < known.mean)) best.set(name, { mean, settings, seeds: losses.length });
  }
  return [...best].map(
    ([name, { mean, settings, seeds }]) =>
      `${name}: least validation loss ${mean.toFixed(4)}${seeds > 1 ? ` (mean of ${seeds} seeds)` : ''} at ${settings}`,
  );
}
