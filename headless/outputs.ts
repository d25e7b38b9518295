import {
  accessSync,
  constants,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './usage';

/** A file to write. */
export interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The parts of a file system that writing uses; a test can pass one that fails. */
export interface Disk {
  /** Writes a file and waits until it is on the disk. Throws if it exists, unless it is a device or a pipe. */
  write(path: string, content: string | Uint8Array, flag: 'w' | 'wx', mode: number): void;
  rename(from: string, to: string): void;
}

const disk: Disk = {
  write: (path, content, flag, mode) => writeFileSync(path, content, { flag, mode, flush: flag === 'wx' }),
  rename: renameSync,
};

/** The real place of an output, with links followed, and whether a rename can replace it. */
interface Target {
  readonly path: string;
  /** A device or a pipe is written in place; any other file is replaced. */
  readonly inPlace: boolean;
  readonly mode: number;
}

/**
 * Checks, before work begins, that every output can be written, and that none is another output or one of `inputs`. Changes
 * nothing. Throws UsageError naming the path.
 */
export function probeOutputs(paths: readonly string[], inputs: readonly string[] = []): void {
  const taken = new Map(inputs.map(path => [targetOf(path, existing(path)).path, `${path} is read, too`]));
  for (const path of paths) {
    try {
      const target = probe(path);
      const why = target.inPlace ? undefined : taken.get(target.path);
      if (why !== undefined) throw new UsageError(`${path} cannot be written: ${why}; choose another name`);
      taken.set(target.path, 'another output has that name');
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${path} cannot be written: ${reason(error, path)}`);
    }
  }
}

/**
 * Writes all files or none: each to a temporary file beside its target, which is then renamed. Throws Error and leaves the
 * targets as they were. If a rename fails, the message names those that are already replaced.
 */
export function writeOutputs(outputs: readonly Output[], to: Disk = disk): void {
  const written: { readonly from: string; readonly target: Target }[] = [];
  const renamed: string[] = [];
  let at = '';
  try {
    for (const { path, content } of outputs) {
      at = path;
      const target = targetOf(path, existing(path));
      if (target.inPlace) to.write(target.path, content, 'w', target.mode);
      else {
        const from = temporary(target.path);
        written.push({ from, target });
        to.write(from, content, 'wx', target.mode);
      }
    }
    for (const { from, target } of written) {
      at = target.path;
      to.rename(from, target.path);
      renamed.push(target.path);
    }
  } catch (error) {
    for (const { from } of written) rmSync(from, { force: true });
    const done = renamed.length > 0 ? `, but ${renamed.join(' and ')} is written` : '';
    throw new Error(`${at} cannot be written: ${reason(error, at)}; the old file is unchanged${done}`);
  }
}

/** The used part of standard output. */
type Stdout = Pick<NodeJS.WriteStream, 'errored'> & {
  write(text: string): boolean;
  once(event: 'error', listener: () => void): unknown;
};

/** Writes to standard output. Throws Error if that fails, as on a full disk. A reader that closes early, such as `head`, is no failure. */
export function writeStdout(text: string, stdout: Stdout = process.stdout): void {
  // The failure also comes as an event, which would end the process before it is reported.
  stdout.once('error', () => {});
  stdout.write(text);
  const { errored } = stdout;
  if (errored && !('code' in errored && errored.code === 'EPIPE'))
    throw new Error(`standard output cannot be written: ${reason(errored, '')}`);
}

function probe(path: string): Target {
  if (path === '') throw new UsageError('an output has no name; write a path');
  const stats = existing(path);
  const target = targetOf(path, stats);
  if (stats?.isDirectory() || path.endsWith('/'))
    throw new UsageError(`${path} cannot be written: it is a folder; write the path of a file`);
  if (stats) accessSync(target.path, constants.W_OK);
  if (!target.inPlace) {
    const trial = temporary(target.path);
    writeFileSync(trial, '', { flag: 'wx' });
    rmSync(trial);
  }
  return target;
}

function existing(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function targetOf(path: string, stats: Stats | undefined): Target {
  const inPlace = stats !== undefined && !stats.isFile() && !stats.isDirectory();
  if (stats) return { path: inPlace ? path : realpathSync(path), inPlace, mode: stats.mode & 0o777 };
  // A link to a missing file stays a link; the file that it names is written.
  if (isLink(path)) {
    const linked = resolve(dirname(path), readlinkSync(path));
    return targetOf(linked, existing(linked));
  }
  const folder = dirname(path);
  const whole = existing(folder) ? realpathSync(folder) : folder;
  return { path: join(whole, basename(path)), inPlace, mode: 0o666 };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

let count = 0;

/** Beside the target, because a rename is atomic only within a file system. */
function temporary(target: string): string {
  return join(dirname(target), `.unroll-${process.pid}-${++count}.part`);
}

function reason(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return `there is no folder ${dirname(path)}`;
    case 'ENOTDIR':
      return `${dirname(path)} is no folder`;
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there';
    case 'EROFS':
      return 'its disk is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
