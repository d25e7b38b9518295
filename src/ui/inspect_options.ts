import type { InspectRequest } from '../lab/inspect/inspection';
import { quoted } from '../quoted';
import type { InspectOptions } from './scripting_options';

/** The options of a script as a request. `names` are the contenders' names, each once for every seed. Throws Error that says what to write. */
export function inspectRequest(options: InspectOptions, names: readonly (readonly string[])[]): InspectRequest {
  const { contender = 0, ofSeed = 0, example = 0, text, position, positions } = options;
  const known = names.flatMap(([name]) => name ?? []);
  const index = typeof contender === 'string' ? known.indexOf(contender) : contender;
  const seeds = names[index]?.length;
  if (seeds === undefined)
    throw new Error(
      `inspect: there is no contender ${typeof contender === 'string' ? quoted(contender) : contender}; there are ${known.join(', ')}.`,
    );
  if (text !== undefined && options.example !== undefined)
    throw new Error('inspect: give a text or an example, not both.');
  const input = text === undefined ? ({ kind: 'example', index: example } as const) : ({ kind: 'text', text } as const);
  if (ofSeed >= seeds) throw new Error(`inspect: ofSeed is ${ofSeed}, but the race has seeds 0 to ${seeds - 1}.`);
  return { contender: index * seeds + ofSeed, input, position: position ?? null, ...(positions ? { positions } : {}) };
}
