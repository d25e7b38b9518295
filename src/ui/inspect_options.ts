import type { InspectRequest } from '../lab/inspect/inspection';

/** What `window.unroll.inspect` takes. */
export interface InspectOptions {
  /** Its place in the race, from 0, or its name; the first. */
  readonly contender?: number | string;
  /** The validation sequence of the task, from 0; the first. */
  readonly example?: number;
  /** In place of an example. */
  readonly text?: string;
  /** The token whose reach is asked for, from 0; the last. */
  readonly position?: number;
}

/** Throws Error that says what to write, for a race of contenders of these names. */
export function inspectRequest(options: InspectOptions, names: readonly string[]): InspectRequest {
  const { contender = 0, example = 0, text, position } = options;
  const index = typeof contender === 'string' ? names.indexOf(contender) : contender;
  if (names[index] === undefined)
    throw new Error(`inspect: there is no contender ${contender}; there are ${names.join(', ')}.`);
  if (text !== undefined && options.example !== undefined)
    throw new Error('inspect: give a text or an example, not both.');
  if (text === '') throw new Error('inspect: the text is empty; write at least one token.');
  for (const [name, value] of Object.entries({ example, position }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new Error(`inspect: ${name} must be a whole number from 0.`);
  const input = text === undefined ? ({ kind: 'example', index: example } as const) : ({ kind: 'text', text } as const);
  return { contender: index, input, position: position ?? null };
}
