import type { Axis } from './axis';
import type { Range } from './range';

/** '100 to 200 steps', 'length 64 to 128 tokens' */
export function rangeWords([from, to]: Range, { format, label, unit: own, time = false }: Axis): string {
  if (own !== undefined) return `${label.toLowerCase()} ${format(from)} to ${format(to)} ${own}`.trimEnd();
  const unit = time ? '' : ` ${label.endsWith('s') ? label : `${label}s`}`;
  return `${format(from)} to ${format(to)}${unit}`;
}
