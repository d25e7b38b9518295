/** Sizes up to the next power of two, in words: the class that one measurement of a kernel's variants covers. */
export function sizeClass(...extents: readonly number[]): string {
  return extents.map(extent => 2 ** Math.ceil(Math.log2(extent))).join(' ');
}
