import type { ExperimentResult } from './run_experiment';

/** The result of an experiment, as the page and headless write it. */
export interface ResultFile extends Pick<ExperimentResult, 'experiment' | 'seconds' | 'rows' | 'summary'> {
  /** `cancelled` on the page; `interrupted` by a signal in headless. */
  readonly ended: ExperimentResult['ended'] | 'interrupted';
  /** In words. */
  readonly adapter: string;
  /** With every default filled in. */
  readonly params: unknown;
  /** The parameters' seed; null if they have none. */
  readonly seed: number | null;
  readonly error?: string | undefined;
}

export function resultFile({ error, ...result }: Omit<ExperimentResult, 'cells'>, adapter: string): ResultFile {
  const { experiment, params, seconds, ended, rows, summary } = result;
  const seed = params instanceof Object && 'seed' in params && typeof params.seed === 'number' ? params.seed : null;
  const why = ended === 'failed' ? { error: error instanceof Error ? error.message : String(error) } : {};
  return { experiment, adapter, params, seed, seconds, ended, ...why, rows, summary };
}

export function resultJson(result: ResultFile): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
