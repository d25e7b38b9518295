import type { RunConfig } from '../src/lab/config/config';
import { type SweepAxis, SweepError, type Variant, variantsOf } from '../src/lab/config/variants';
import type { RunReport } from '../src/lab/race/run_report';
import { quoted } from '../src/quoted';
import { UsageError } from './usage';

/**
 * The races of --sweep: one for each combination of values. `training.lr=1e-3,3e-3 contenders.d_model=32,64` gives four. Throws
 * UsageError.
 */
export function sweptRaces(config: RunConfig, sweep: string | undefined): readonly Variant[] {
  const axes = (sweep ?? '').split(/\s+/).filter(axis => axis !== '');
  try {
    return variantsOf(config, axes.map(axisOf));
  } catch (error) {
    if (error instanceof SweepError) throw new UsageError(`--sweep: ${error.message}`);
    throw error;
  }
}

function axisOf(axis: string): SweepAxis {
  const [, setting = '', values = ''] = /^([a-z]+\.\w+)=(.+)$/.exec(axis) ?? [];
  if (setting === '') throw new SweepError(`${quoted(axis)} is not NAME.KEY=VALUE,VALUE, as training.lr=1e-3,3e-3`);
  const numberOrText = (text: string) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : text);
  return { setting, values: values.split(',').map(numberOrText) };
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
