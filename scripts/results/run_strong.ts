import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { main as headless } from '../../headless/main';
import { writeOutputs } from '../../headless/outputs';
import { readExperimentRun } from '../../headless/run_file';
import { writeRunFile } from '../../src/lab/runs/run_file';
import { coresWords } from '../evidence-runs';
import { keptResult, resultFileOf } from './kept_result';
import type { StrongRun } from './strong_run';

/** Runs it to the end, or goes on with the part that is kept. Returns the exit code. */
export async function runStrong(strong: StrongRun): Promise<number> {
  const path = resultFileOf(strong.name);
  const kept = keptResult(strong);
  const goesOn = kept.state === 'part' && !kept.stale;
  const code = goesOn
    ? await headless(['experiment', '--resume', path, '--save-run', path])
    : await begin(strong, path);
  if (code !== 0) return code;
  const notes = machineWords(availableParallelism(), cpus()[0]?.model.trim() ?? '', loadavg()[0] ?? 0);
  writeOutputs([{ path, content: writeRunFile({ ...readExperimentRun(path), notes }) }]);
  return 0;
}

async function begin({ experiment, params }: StrongRun, path: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-'));
  const file = join(folder, 'params.json');
  try {
    writeFileSync(file, JSON.stringify(params));
    return await headless(['experiment', experiment, '--params', file, '--save-run', path, '--backend', 'wasm']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A machine with much more to do than its cores can has disturbed the times. `load`: of the last minute. */
export function machineWords(cores: number, model: string, load: number): string {
  const busy = load > 2 * cores ? `beside other work (load ${load.toFixed(0)})` : '';
  return [coresWords(cores), model, busy].filter(words => words !== '').join(', ');
}
