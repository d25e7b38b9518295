import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
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
  const machine = [coresWords(availableParallelism()), cpus()[0]?.model ?? ''].filter(words => words !== '');
  writeOutputs([{ path, content: writeRunFile({ ...readExperimentRun(path), notes: machine.join(', ') }) }]);
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
