import type { Axis } from './axis';
import type { Range } from './range';

/** '100 to 200 steps' */
export function rangeWords([from, to]: Range, { format, label, time = false }: Axis): string {
  const unit = time ? '' : ` ${label.endsWith('s') ? label : `${label}s`}`;
  return `${format(from)} to ${format(to)}${unit}`;
}
