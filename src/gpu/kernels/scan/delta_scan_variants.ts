import { u32, type Variant } from '../../kernel';
import { sizeClass } from '../../size_class';
import { groupSize, groups, MAX_HELD } from './matrix_scan_variants';

/** R: writes a token. v: where these columns lie in a row of `values`. */
const DIMS = u32('B', 'L', 'H', 'K', 'V', 'R', 'value_stride', 'v', 'carry');

/** Dims of forward, and of the two halves of backward. */
export const FORWARD = { ...DIMS, ...u32('keeps') };
export const BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'R', 'd_stride', 'dv');
export const KEYS_BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'R', 'carry');

type Size = 'B' | 'L' | 'H' | 'K' | 'V' | 'R';
type Sizes = Readonly<Record<Size, number>>;

export function shapeClass({ L, K, V }: Sizes): string {
  return sizeClass(L, K, V);
}

export const deltaForwardHeld: Variant<keyof typeof FORWARD> = {
  name: 'delta_scan_held',
  runs: ({ K }) => K <= MAX_HELD,
  suits: () => true,
  constants: ({ K, V }) => ({ KEYS: K, GROUP: groupSize(V) }),
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
};

export const deltaErrorsHeld: Variant<keyof typeof BACKWARD> = {
  name: 'delta_scan_errors_held',
  runs: ({ K }) => K <= MAX_HELD,
  suits: () => true,
  constants: ({ K, V }) => ({ KEYS: K, GROUP: groupSize(V) }),
  grid: ({ B, H, V }) => [H * groups(V), B, 1],
};

export const deltaKeysHeld: Variant<keyof typeof KEYS_BACKWARD> = {
  name: 'delta_scan_keys_held',
  runs: ({ V }) => V <= MAX_HELD,
  suits: () => true,
  constants: ({ K, V }) => ({ VALUES: V, GROUP: groupSize(K) }),
  grid: ({ B, H, K }) => [H * groups(K), B, 2],
};

/** For forward and backward: two heads in two sequences, two writes a token. */
export function probeOf({ K, V }: Sizes) {
  const [H, R, tokens] = [2, 2, 2 * 7];
  return {
    dims: { B: 2, L: 7, H, K, V, R, value_stride: R * H * V, v: 0, carry: 1 },
    elements: { keys: tokens * (1 + R) * H * K, values: tokens * R * H * V, gates: tokens * (1 + R) * H },
    ofS: 2 * H * K * V,
    ofErrors: tokens * R * H * V,
    ofY: tokens * H * V,
  };
}
