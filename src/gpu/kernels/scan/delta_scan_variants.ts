import { u32, type Variant } from '../../kernel';
import { sizeClass } from '../../size_class';
import { groupSize, groups, MAX_HELD } from './matrix_scan_variants';

/** R: writes a token. v: where these columns lie in a row of `values`. */
const DIMS = u32('B', 'L', 'H', 'K', 'V', 'R', 'value_stride', 'v', 'carry');

/** Dims of forward, and of the two halves of backward. */
export const FORWARD = { ...DIMS, ...u32('keeps') };
export const BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'R', 'd_stride', 'dv');
export const KEYS_BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'R', 'carry');

/** The same of `erase_scan`, which writes once a token. */
export const ERASE_FORWARD = u32('B', 'L', 'H', 'K', 'V', 'value_stride', 'v', 'carry', 'keeps');
export const ERASE_BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'd_stride', 'dv');
export const ERASE_KEYS_BACKWARD = u32('B', 'L', 'H', 'K', 'V', 'carry');

type Size = 'B' | 'L' | 'H' | 'K' | 'V';
type Sizes = Readonly<Record<Size, number>>;

export function shapeClass({ L, K, V }: Sizes): string {
  return sizeClass(L, K, V);
}

/** A column of S, K long, in registers. */
function columnHeld<Dim extends string>(name: string): Variant<Dim | Size> {
  return {
    name,
    runs: ({ K }) => K <= MAX_HELD,
    suits: () => true,
    constants: ({ K, V }) => ({ KEYS: K, GROUP: groupSize(V) }),
    grid: ({ B, H, V }) => [H * groups(V), B, 1],
  };
}

/** A row of S, V long, in registers. */
function rowHeld<Dim extends string>(name: string): Variant<Dim | Size> {
  return {
    name,
    runs: ({ V }) => V <= MAX_HELD,
    suits: () => true,
    constants: ({ K, V }) => ({ VALUES: V, GROUP: groupSize(K) }),
    grid: ({ B, H, K }) => [H * groups(K), B, 2],
  };
}

export const deltaForwardHeld = columnHeld<keyof typeof FORWARD>('delta_scan_held');
export const deltaErrorsHeld = columnHeld<keyof typeof BACKWARD>('delta_scan_errors_held');
export const deltaKeysHeld = rowHeld<keyof typeof KEYS_BACKWARD>('delta_scan_keys_held');
export const eraseForwardHeld = columnHeld<keyof typeof ERASE_FORWARD>('erase_scan_held');
export const eraseErrorsHeld = columnHeld<keyof typeof ERASE_BACKWARD>('erase_scan_errors_held');
export const eraseKeysHeld = rowHeld<keyof typeof ERASE_KEYS_BACKWARD>('erase_scan_keys_held');

/** For forward and backward: two heads in two sequences, two writes a token. */
export function probeOf({ K, V }: Pick<Sizes, 'K' | 'V'>) {
  const [H, R, tokens] = [2, 2, 2 * 7];
  return {
    dims: { B: 2, L: 7, H, K, V, R, value_stride: R * H * V, v: 0, carry: 1 },
    elements: { keys: tokens * (1 + R) * H * K, values: tokens * R * H * V, gates: tokens * (1 + R) * H },
    ofS: 2 * H * K * V,
    ofErrors: tokens * R * H * V,
    ofY: tokens * H * V,
  };
}

/** As `probeOf`, for `erase_scan`. */
export function eraseProbeOf({ K, V }: Pick<Sizes, 'K' | 'V'>) {
  const [H, tokens] = [2, 2 * 7];
  return {
    dims: { B: 2, L: 7, H, K, V, value_stride: H * V, carry: 1 },
    elements: { keys: tokens * 4 * H * K, gates: tokens * H * K },
    ofS: 2 * H * K * V,
    ofY: tokens * H * V,
  };
}
