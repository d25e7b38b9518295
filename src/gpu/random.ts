/**
 * PCG3D (Jarzynski and Olano 2020, Hash Functions for GPU Rendering): three words of 32 bits to three others.
 * The same function as in shaders/shared/random.wgsl.
 */
export function pcg3d(x: number, y: number, z: number): [number, number, number] {
  const start = (word: number): number => (Math.imul(word, 1664525) + 1013904223) >>> 0;
  let [a, b, c] = [start(x), start(y), start(z)];
  const mix = (): void => {
    a = (a + Math.imul(b, c)) >>> 0;
    b = (b + Math.imul(c, a)) >>> 0;
    c = (c + Math.imul(a, b)) >>> 0;
  };
  mix();
  a = (a ^ (a >>> 16)) >>> 0;
  b = (b ^ (b >>> 16)) >>> 0;
  c = (c ^ (c >>> 16)) >>> 0;
  mix();
  return [a, b, c];
}

/** In [0, 1), a multiple of 2^-24: a pure function of its arguments, each taken as 32 bits. */
export function randomAt(seed: number, position: number, sequence: number): number {
  return (pcg3d(seed, position, sequence)[0] >>> 8) / 2 ** 24;
}
