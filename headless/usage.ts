/** A wrong flag or file: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The result of parseArgs. */
export interface Flags {
  readonly init?: string | undefined;
  readonly batches?: string | undefined;
  readonly optimizer?: string | undefined;
  readonly out?: string | undefined;
  readonly save?: string | undefined;
  readonly text?: string | undefined;
  readonly sound?: string | undefined;
  readonly backend?: string | undefined;
  readonly stepwise?: boolean | undefined;
  readonly params?: string | undefined;
  readonly csv?: string | undefined;
  readonly list?: boolean | undefined;
  readonly config?: string | undefined;
  readonly prompt?: string | undefined;
  readonly tokens?: string | undefined;
  readonly temperature?: string | undefined;
  readonly 'top-k'?: string | undefined;
  readonly seed?: string | undefined;
  readonly form?: string | undefined;
  readonly example?: string | undefined;
  readonly sequences?: string | undefined;
  readonly wav?: string | undefined;
  readonly file?: string | undefined;
}

/** Throws UsageError if the flag is absent. */
export function required(flags: Flags, name: 'init' | 'batches' | 'optimizer' | 'out' | 'file'): string {
  const value = flags[name];
  if (value === undefined) throw new UsageError(name === 'file' ? 'a config file is missing' : `--${name} is missing`);
  return value;
}

/** Throws UsageError for anything but webgpu and cpu. */
export function backendFlag(flags: Flags): 'webgpu' | 'cpu' {
  const { backend = 'webgpu' } = flags;
  if (backend !== 'webgpu' && backend !== 'cpu') throw new UsageError(`--backend is webgpu or cpu, not '${backend}'`);
  return backend;
}
