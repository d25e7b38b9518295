import type { HostArray } from '../../gpu/dtype';

/** Index of the first value that is not finite as float32, the type of files and devices; -1: all are finite. */
export function firstNotFinite(values: HostArray): number {
  return values.findIndex((value: number) => !Number.isFinite(Math.fround(value)));
}
