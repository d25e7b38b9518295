import type { InspectRequest } from '../lab/inspect/inspection';
import { quoted } from '../quoted';
import type { InspectOptions } from './scripting_options';

/** The options of a script as a request. `call`: the name of the called function. `names` are the contenders' names, each once for every seed. Throws Error that says what to write. */
export function inspectRequest(
  options: InspectOptions,
  names: readonly (readonly string[])[],
  call = 'inspect',
): InspectRequest {
  const { example = 0, text, position, positions } = options;
  const contender = memberPlace(call, options, names);
  if (text !== undefined && options.example !== undefined)
    throw new Error(`${call}: give a text or an example, not both.`);
  const input = text === undefined ? ({ kind: 'example', index: example } as const) : ({ kind: 'text', text } as const);
  return { contender, input, position: position ?? null, ...(positions ? { positions } : {}) };
}

/** The place of the member that a script means. `call`: the name of the called function. Throws Error that says what to write. */
export function memberPlace(
  call: string,
  { contender = 0, ofSeed = 0 }: Pick<InspectOptions, 'contender' | 'ofSeed'>,
  names: readonly (readonly string[])[],
): number {
  const known = names.flatMap(([name]) => name ?? []);
  const index = typeof contender === 'string' ? known.indexOf(contender) : contender;
  const seeds = names[index]?.length;
  if (seeds === undefined)
    throw new Error(
      `${call}: there is no contender ${typeof contender === 'string' ? quoted(contender) : contender}; there are ${known.join(', ')}.`,
    );
  checkSeed(call, ofSeed, seeds);
  return index * seeds + ofSeed;
}

/** Throws Error for a seed, from 0, that a race of so many seeds does not have. `call`: the name of the called function. */
export function checkSeed(call: string, ofSeed: number, seeds: number): void {
  if (ofSeed >= seeds) throw new Error(`${call}: ofSeed is ${ofSeed}, but the race has seeds 0 to ${seeds - 1}.`);
}
