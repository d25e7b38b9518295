import { spawnSync } from 'node:child_process';
import { installDebian } from './install.mjs';

const asked = 'import torch; print(torch.__version__)';

/**
 * A Python that has torch.
 *
 * @typedef {{ python: string, version: string }} TorchPython
 */

/**
 * The first Python that has torch: what `UNROLL_PYTHON` names, what `python3` is, or the system's. Installs nothing.
 *
 * @returns {TorchPython | undefined}
 */
export function locateTorch() {
  const chosen = process.env.UNROLL_PYTHON || undefined;
  for (const python of chosen ? [chosen] : ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, ['-c', asked], { encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim() };
  }
}

/**
 * The same. Where none has torch, installs Debian's python3-torch, as root there. Throws an error with the reason where that does not help.
 *
 * @returns {TorchPython}
 */
export function findTorch() {
  const found = locateTorch();
  if (found) return found;
  if (process.env.UNROLL_PYTHON)
    throw new Error(`UNROLL_PYTHON names no Python with torch: ${process.env.UNROLL_PYTHON}`);
  console.error('No Python has torch: installing python3-torch.');
  installDebian(['python3-torch']);
  const installed = locateTorch();
  if (!installed) throw new Error('no Python has torch, and python3-torch could not be installed');
  return installed;
}
