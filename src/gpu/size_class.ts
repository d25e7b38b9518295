/** Sizes up to the next power of two, in words: what one measurement of a kernel's variants stands for. */
export function sizeClass(...extents: readonly number[]): string {
  return extents.map(extent => 2 ** Math.ceil(Math.log2(extent))).join(' ');
}
