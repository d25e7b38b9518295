import type { Numbers } from '../../kernel';

/**
 * How far each pair of `width` elements turns a position, (width / 2 rounded up, 2): in units of 2^-32 of a turn, then the rest in
 * units of 2^-64.
 * Pair i turns by base^(-2i / width) radians a position (Vaswani et al. 2017, section 3.5).
 */
export function waveFrequencies(width: number, base: number): Int32Array {
  return Int32Array.from({ length: width + (width % 2) }, (_, at) => {
    const pair = at >> 1;
    const units = (base ** ((-2 * pair) / width) / (2 * Math.PI)) * 2 ** 32;
    const whole = Math.floor(units);
    return at % 2 === 0 ? whole : ((units - whole) * 2 ** 32) | 0;
  });
}

/** The same for a head (Su et al. 2021, RoFormer). In an odd head the last pair is its middle element alone, which does not turn. */
export function ropeFrequencies(headDim: number, base: number): Int32Array {
  const frequencies = waveFrequencies(headDim, base);
  return headDim % 2 === 0 ? frequencies : frequencies.fill(0, -2);
}

/** The twin of shaders/shared/rope.wgsl `rope_turn`: (cos, sin) of a pair's angle at a position. */
export function ropeTurn(frequencies: Numbers, pair: number, position: number): readonly [cos: number, sin: number] {
  const units = Math.imul(position, frequencies[2 * pair]) >>> 0;
  const rest = ((frequencies[2 * pair + 1] >>> 0) * position) / 2 ** 32;
  const angle = ((units + rest) / 2 ** 32) * 2 * Math.PI;
  return [Math.cos(angle), Math.sin(angle)];
}

/**
 * Turns heads, each `headDim` wide, in place: `width` elements from `offset` on in each of `count` rows of `stride` elements.
 * A pair is elements i and i + headDim / 2, rounded up. The middle element of an odd head has no other half.
 */
export function ropeRows(
  values: Numbers,
  rows: { readonly count: number; readonly stride: number; readonly offset: number; readonly width: number },
  frequencies: Numbers,
  headDim: number,
  positionOf: (row: number) => number,
): void {
  const half = Math.ceil(headDim / 2);
  for (let row = 0; row < rows.count; row++) {
    const base = row * rows.stride + rows.offset;
    for (let pair = 0; pair < headDim - half; pair++) {
      const [cos, sin] = ropeTurn(frequencies, pair, positionOf(row));
      for (let at = base + pair; at < base + rows.width; at += headDim) {
        const a = values[at];
        const b = values[at + half];
        values[at] = a * cos - b * sin;
        values[at + half] = b * cos + a * sin;
      }
    }
  }
}
