import type { ContenderConfig } from '../../lab/config/config';

/** Characters of the longest list or object that stays on one line: as many as a card is wide. */
const LINE = 34;

/** A contender as JSON. What fits on a line has one. */
export function textOf(contender: ContenderConfig): string {
  return lines(contender, '');
}

function lines(value: unknown, indent: string): string {
  const flat = oneLine(value);
  if (!(value instanceof Object) || (indent !== '' && indent.length + flat.length <= LINE)) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map(each => lines(each, inner))
    : defined(value).map(([key, own]) => `${JSON.stringify(key)}: ${lines(own, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (!(value instanceof Object)) return JSON.stringify(value);
  const parts = defined(value).map(([key, own]) => `${JSON.stringify(key)}: ${oneLine(own)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function defined(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, own]) => own !== undefined);
}
