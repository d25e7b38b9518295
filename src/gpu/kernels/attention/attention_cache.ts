import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, type Probe, u32, type Variant } from '../../kernel';
import { attentionForward, headConstants } from './attention';
import { MAX_HELD } from './attention_variants';
import { ropeRows } from './rope';

/** Writes the call's last `slots` keys and values into the caches (B, slots, D). */
function store(
  buffers: { qkv: Numbers; frequencies: Numbers; cursor: Numbers; key_cache: Numbers; value_cache: Numbers },
  { B, L, D, heads, slots }: { B: number; L: number; D: number; heads: number; slots: number },
): void {
  const { qkv, frequencies, cursor, key_cache, value_cache } = buffers;
  const turned = qkv.slice(0, B * L * 3 * D);
  const rows = { count: B * L, stride: 3 * D, offset: D, width: D };
  ropeRows(turned, rows, frequencies, D / heads, row => cursor[0] + (row % L));
  for (let b = 0; b < B; b++) {
    for (let t = Math.max(0, L - slots); t < L; t++) {
      const row = (b * L + t) * 3 * D;
      const slot = (b * slots + ((cursor[0] + t) % slots)) * D;
      key_cache.set(turned.subarray(row + D, row + 2 * D), slot);
      value_cache.set(turned.subarray(row + 2 * D, row + 3 * D), slot);
    }
  }
}

/** Puts a call's keys and values into the caches, for `attention_decode` and the next call of `attention_forward`. */
export const attentionStore = defineKernel({
  name: 'attention_store',
  buffers: { qkv: 'read', frequencies: 'read', cursor: 'read', key_cache: 'write', value_cache: 'write' },
  dims: u32('B', 'L', 'D', 'heads', 'slots'),
  constants: ({ D, heads }) => ({ HEAD_DIM: D / heads }),
  grid: ({ B, L, D, heads, slots }) => linearGrid(B * Math.min(L, slots) * heads * Math.ceil(D / heads / 2), 64),
  reference: store,
});

/** With more slots than this, a head gets a larger workgroup: it costs more for few keys, and takes many keys at once. */
const LONG = 2048;

const decodeKeys: Variant<'B' | 'D' | 'heads' | 'slots'> = {
  name: 'attention_decode_keys',
  runs: ({ D, heads }) => D / heads <= MAX_HELD,
  suits: () => true,
  constants: ({ D, heads, slots }) => ({
    HEAD_DIM: D / heads,
    QUADS: Math.ceil(D / heads / 4),
    GROUP: slots > LONG ? 256 : 64,
    CHUNK: slots > LONG ? 2 : 4,
  }),
  grid: ({ B, heads }) => [heads, B, 1],
};

/** A window that has wrapped, of as few slots as have the same constants as the given dims. */
function decodeProbe({
  D,
  heads,
  slots,
}: Readonly<Record<'D' | 'heads' | 'slots', number>>): Probe<
  'qkv' | 'frequencies' | 'cursor' | 'key_cache' | 'value_cache' | 'y',
  'B' | 'D' | 'heads' | 'slots'
> {
  const dims = { B: 1, D: D / heads, heads: 1, slots: slots > LONG ? LONG + 1 : 7 };
  const cache = dims.slots * dims.D;
  const frequencies = 2 * Math.ceil(dims.D / 2);
  return {
    dims,
    elements: { qkv: 3 * dims.D, frequencies, cursor: 4, key_cache: cache, value_cache: cache, y: dims.D },
    zeros: ['frequencies'],
    integers: { cursor: dims.slots + 5 },
  };
}

/** Attention of one new token, which also enters the caches: qkv (B, 1, 3D) -> y (B, 1, D). Work grows with the tokens cached. */
export const attentionDecode = defineKernel({
  name: 'attention_decode',
  buffers: { ...allOf('read', 'qkv', 'frequencies', 'cursor'), ...allOf('write', 'key_cache', 'value_cache', 'y') },
  dims: u32('B', 'D', 'heads', 'slots'),
  constants: headConstants,
  grid: ({ B, heads }) => [heads, B, 1],
  variants: [decodeKeys],
  probe: decodeProbe,
  reference(buffers, { B, D, heads, slots }, put) {
    const lse = new Float64Array(B * heads);
    const dims = { B, L: 1, D, heads, slots };
    attentionForward.reference({ ...buffers, lse }, { ...dims, window: slots }, { ...put, lse: () => {} });
    store(buffers, dims);
  },
});
