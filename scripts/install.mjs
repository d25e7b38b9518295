import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {readonly string[]} names of a program
 * @returns {string[]} its places on the PATH of a Linux machine, whether it is there or not
 */
export function placesOnPath(names) {
  if (process.platform !== 'linux') return [];
  return names.flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)));
}

/**
 * Installs packages of Debian, where this process is root on a machine with apt.
 *
 * @param {readonly string[]} packages
 */
export function installDebian(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  if (runs('apt-get', ['update', '-qq'], quiet))
    runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [environment] beside this process's own
 * @returns {boolean} whether it ended well
 */
export function runs(command, args, environment = {}) {
  const env = { ...process.env, ...environment };
  // Installers write to standard error, because standard output belongs to the caller.
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 300_000, env }).status === 0;
}
