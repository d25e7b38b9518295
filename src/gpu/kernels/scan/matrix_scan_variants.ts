import { u32, type Variant } from '../../kernel';
import { sizeClass } from '../../size_class';

/** The most invocations of a workgroup. */
export const GROUP = 64;

/** The most elements of S that an invocation holds in registers: 64 of a head, and a sum of weights (see feature_map). */
export const MAX_HELD = 65;

/**
 * Dims of forward and backward: sizes, and where q, k, and v lie in their rows. `gated`: 0, nothing decays; 1, `gates` has ln a and w of
 * each head; 2, it has ln a of each key of each head. `gate_stride`: from token to token; 0 for gates that all tokens share. `counts`: 1,
 * the last row of S takes 1 for its value at each token, so it sums the keys; v then has V - 1 columns for each head.
 */
export const DIMS = {
  ...u32('B', 'L', 'H', 'G', 'K', 'V'),
  ...u32('key_stride', 'q', 'k', 'value_stride', 'v', 'gated', 'gate_stride', 'counts', 'carry'),
};

type Dim = keyof typeof DIMS;
type Dims = Readonly<Record<Dim, number>>;

export function shapeClass({ L, K, V }: Dims): string {
  return sizeClass(L, K, V);
}

/** Workgroups of a grid that has an invocation for each of `width` rows or columns of S. */
export function groups(width: number): number {
  return Math.ceil(width / GROUP);
}

/** Invocations of each of these workgroups, as equal as possible. */
export function groupSize(width: number): number {
  return Math.ceil(width / groups(width));
}

export const forwardHeld: Variant<Dim> = {
  name: 'matrix_scan_held',
  runs: ({ K }) => K <= MAX_HELD,
  suits: () => true,
  constants: ({ K, V }) => ({ KEYS: K, GROUP: groupSize(V) }),
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
};

export const backwardHeld: Variant<Dim | 'd_stride' | 'dv'> = {
  name: 'matrix_scan_backward_held',
  runs: ({ K, V }) => Math.max(K, V) <= MAX_HELD,
  suits: () => true,
  constants({ K, V }) {
    const WIDEST = Math.max(K, V);
    return { KEYS: K, VALUES: V, WIDEST, GROUP: groupSize(WIDEST) };
  },
  grid: ({ B, H, K, V }) => [H * groups(Math.max(K, V)), B, 3],
};

/** For forward and backward: two heads that share q and k, in two sequences. */
export function probeOf({ K, V }: Dims) {
  const tokens = 2 * 11;
  const places = { key_stride: 2 * K, q: K, k: 0, value_stride: 2 * V, v: 0 };
  return {
    dims: { B: 2, L: 11, H: 2, G: 1, K, V, ...places, gated: 1, gate_stride: 4, counts: 0, carry: 1 },
    elements: { keys: tokens * 2 * K, values: tokens * 2 * V, gates: tokens * 4 },
    ofS: 4 * V * K,
  };
}
