import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { findTorch } from '../../../scripts/python.mjs';
import type { RunConfig } from '../../../src/lab/config/config';
import { type ExportedModel, exportedModels } from '../../../src/lab/export/pytorch/exported';
import { pytorchProject } from '../../../src/lab/export/pytorch/project';
import { zipProject } from '../../../src/lab/export/pytorch/zip_project';
import type { TrainerSnapshot } from '../../../src/lab/race/snapshot';
import { openTask } from '../../../src/tasks/registry';
import type { Materials } from '../../../src/tasks/task';

const now = async (): Promise<void> => {};

/** A race and its trainers, if any, as the files of an exported zip. */
export async function exported(
  config: RunConfig,
  materials: Materials,
  steps: number,
  trainers: readonly TrainerSnapshot[] = [],
): Promise<Record<string, Uint8Array>> {
  const task = await openTask(config.task, config.training.seed, materials);
  return zipped(config, materials, steps, exportedModels(config, task, trainers));
}

/** The files of a zip with these models of a race. */
export async function zipped(
  config: RunConfig,
  materials: Materials,
  steps: number,
  models: readonly ExportedModel[],
): Promise<Record<string, Uint8Array>> {
  const task = await openTask(config.task, config.training.seed, materials);
  const files = await pytorchProject({ config, task, models, materials, steps, pause: now });
  return unzipSync(Buffer.concat(await zipProject(files, new Date(2026, 0, 1), now)));
}

/** Writes files into a new folder. */
export function unpacked(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-pytorch-'));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

let found: string | undefined;

/** Runs a program of Python with torch. Rejects with what it wrote on standard error. */
export function python(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  found ??= findTorch().python;
  const child = spawn(found, args, {
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`python ${args.join(' ')}: ${said}`))));
  });
}

/** Runs a script of this folder. */
export function script(name: string, ...args: readonly string[]): Promise<void> {
  return python([fileURLToPath(new URL(name, import.meta.url)), ...args]);
}

/** The column `loss` of a model's curve.csv. */
export function lossesIn(folder: string, model: number): number[] {
  const [head = '', ...rows] = readFileSync(join(folder, String(model), 'curve.csv'), 'utf8')
    .trim()
    .split('\n');
  const column = head.split(',').indexOf('loss');
  return rows.map(row => Number(row.split(',')[column]));
}
