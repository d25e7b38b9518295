/** Sequences of a workgroup: the lanes of a vec4. */
export const SEQUENCES = 4;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** GROUP invocations, each with UNITS units of H. */
export function forwardConstants({ H, packed }: { H: number; packed: number }): Record<string, number> {
  const GROUP = groupFor(H, 256);
  return { GROUP, UNITS: Math.ceil(H / GROUP), WIDTH: H, PACKED: packed };
}

/** As forward, with an even number of units each. */
export function backwardConstants({ H }: { H: number }): Record<string, number> {
  const pairs = Math.ceil(H / 2);
  const GROUP = groupFor(pairs, 128);
  return { GROUP, UNITS: 2 * Math.ceil(pairs / GROUP), WIDTH: H };
}

function groupFor(items: number, most: number): number {
  return Math.min(most, Math.ceil(items / 4) * 4);
}

/** Multiply-adds of a sequence kernel, either way: of the recurrent weight, and what a unit takes beyond. All lanes of a workgroup count. */
export function recurrentWork(
  gates: number,
  { B, L, H }: { readonly B: number; readonly L: number; readonly H: number },
): number {
  return SEQUENCES * Math.ceil(B / SEQUENCES) * L * H * gates * (H + 30);
}

/** Element of a recurrent weight (gates·H, H), or of what recurrent_pack's `forward` made of it. */
export function recurrentWeight(
  weight_hh: { readonly [index: number]: number },
  H: number,
  packed: number,
): (gate: number, unit: number, k: number) => number {
  return (gate, unit, k) => weight_hh[packed ? (k * H + unit) * 4 + gate : (gate * H + unit) * H + k] ?? 0;
}
