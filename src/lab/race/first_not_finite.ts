import type { HostArray } from '../../gpu/backend';

/** Where the first value is that is not a finite number as float32, which files and devices keep; -1: there is none. */
export function firstNotFinite(values: HostArray): number {
  return values.findIndex((value: number) => !Number.isFinite(Math.fround(value)));
}
