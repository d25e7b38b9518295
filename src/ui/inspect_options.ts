import type { InspectRequest } from '../lab/inspect/inspection';
import { quoted } from '../quoted';
import type { InspectOptions } from './scripting_options';

/** The options of a script as a request. `names` are the contenders' names. Throws Error that says what to write. */
export function inspectRequest(options: InspectOptions, names: readonly string[]): InspectRequest {
  const { contender = 0, example = 0, text, position } = options;
  const index = typeof contender === 'string' ? names.indexOf(contender) : contender;
  if (names[index] === undefined)
    throw new Error(
      `inspect: there is no contender ${typeof contender === 'string' ? quoted(contender) : contender}; there are ${names.join(', ')}.`,
    );
  if (text !== undefined && options.example !== undefined)
    throw new Error('inspect: give a text or an example, not both.');
  const input = text === undefined ? ({ kind: 'example', index: example } as const) : ({ kind: 'text', text } as const);
  return { contender: index, input, position: position ?? null };
}
