import { type BackendChoice, backendChoice } from '../src/lab/worker/backend_choice';

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
  readonly 'save-run'?: string | undefined;
  readonly positions?: string | undefined;
  readonly resume?: string | undefined;
  readonly seeds?: string | undefined;
  readonly sweep?: string | undefined;
  readonly text?: string | undefined;
  readonly sound?: string | undefined;
  readonly midi?: string | undefined;
  readonly backend?: string | undefined;
  readonly threads?: string | undefined;
  readonly stepwise?: boolean | undefined;
  readonly params?: string | undefined;
  readonly csv?: string | undefined;
  readonly list?: boolean | undefined;
  readonly config?: string | undefined;
  readonly prompt?: string | undefined;
  readonly tokens?: string | undefined;
  readonly seconds?: string | undefined;
  readonly temperature?: string | undefined;
  readonly 'top-k'?: string | undefined;
  readonly seed?: string | undefined;
  readonly form?: string | undefined;
  readonly example?: string | undefined;
  readonly sequences?: string | undefined;
  readonly wav?: string | undefined;
  readonly mixer?: string | undefined;
  readonly weights?: string | undefined;
  readonly steps?: string | undefined;
  readonly schedule?: string | undefined;
  readonly lr?: string | undefined;
  readonly first?: string | undefined;
  readonly split?: string | undefined;
  readonly tensor?: string | undefined;
  readonly only?: string | undefined;
  readonly filter?: string | undefined;
  readonly tokenizer?: string | undefined;
  readonly quick?: boolean | undefined;
  readonly file?: string | undefined;
}

/** Throws UsageError if the flag is absent. */
export function required(flags: Flags, name: 'init' | 'batches' | 'optimizer' | 'out' | 'file'): string {
  const value = flags[name];
  if (value === undefined) throw new UsageError(name === 'file' ? 'a config file is missing' : `--${name} is missing`);
  return value;
}

/** A number in decimal notation; NaN: the text is none. `Number` also reads '0x10' and, as 0, a space. */
export function decimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** The whole number of a flag: steps, or the first of them. Throws UsageError. */
export function countFlag(flags: Flags, name: 'steps' | 'first', byDefault: number): number {
  const text = flags[name];
  const [least, most] = [name === 'steps' ? 1 : 0, 1_000_000];
  const value = text === undefined ? byDefault : decimal(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most.toLocaleString('en')}, not '${text}'`);
}

/** A GPU where there is one, else WebAssembly: the way without --backend. Throws UsageError for a name that is no backend, and for a wrong number of threads. */
export function backendFlag({ backend = 'auto', threads }: Flags): BackendChoice {
  const names = ['webgpu', 'wasm', 'twin', 'auto'];
  if (!names.includes(backend)) throw new UsageError(`--backend is one of ${names.join(', ')}, not '${backend}'`);
  if (threads !== undefined && backend !== 'wasm' && backend !== 'auto')
    throw new UsageError(`--threads has no effect with --backend ${backend}; leave it out`);
  const choice = backendChoice.safeParse({
    backend: backend === 'auto' ? undefined : backend,
    threads: threads === undefined ? undefined : decimal(threads),
  });
  if (!choice.success) throw new UsageError(`--threads is a whole number from 1 to 64, not '${threads}'`);
  return choice.data;
}
