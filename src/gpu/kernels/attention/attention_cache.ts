import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, type Probe, u32, type Variant } from '../../kernel';
import { attentionForward, headConstants, KINDS, widthsOf } from './attention';
import { MAX_HELD } from './attention_variants';
import { ropeRows } from './rope';

/** Writes the call's last `slots` keys and values into the caches (B, slots, keys). */
function store(
  buffers: { qkv: Numbers; frequencies: Numbers; cursor: Numbers; key_cache: Numbers; value_cache: Numbers },
  dims: Readonly<Record<'B' | 'L' | 'D' | 'heads' | 'slots' | 'sharing', number>>,
): void {
  const { B, L, D, heads, slots } = dims;
  const { keys, row: stride } = widthsOf(dims);
  const { qkv, frequencies, cursor, key_cache, value_cache } = buffers;
  const turned = qkv.slice(0, B * L * stride);
  const rows = { count: B * L, stride, offset: D, width: keys };
  ropeRows(turned, rows, frequencies, D / heads, row => cursor[0] + (row % L));
  for (let b = 0; b < B; b++) {
    for (let t = Math.max(0, L - slots); t < L; t++) {
      const row = (b * L + t) * stride + D;
      const slot = (b * slots + ((cursor[0] + t) % slots)) * keys;
      key_cache.set(turned.subarray(row, row + keys), slot);
      value_cache.set(turned.subarray(row + keys, row + 2 * keys), slot);
    }
  }
}

/** Puts a call's keys and values into the caches, for `attention_decode` and the next call of `attention_forward`. */
export const attentionStore = defineKernel({
  name: 'attention_store',
  buffers: { qkv: 'read', frequencies: 'read', cursor: 'read', key_cache: 'write', value_cache: 'write' },
  dims: u32('B', 'L', 'D', 'heads', 'slots', 'sharing'),
  constants: ({ D, heads }) => ({ HEAD_DIM: D / heads }),
  grid: ({ B, L, D, heads, slots, sharing }) =>
    linearGrid(((B * Math.min(L, slots) * heads) / sharing) * Math.ceil(D / heads / 2), 64),
  reference: store,
});

type DecodeDim = 'B' | 'D' | 'heads' | 'slots' | keyof typeof KINDS;

/** With more slots than this, a head gets a larger workgroup: it costs more for few keys, and takes many keys at once. */
const LONG = 2048;

const decodeKeys: Variant<DecodeDim> = {
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
  DecodeDim
> {
  const d = D / heads;
  const dims = { B: 1, D: 2 * d, heads: 2, slots: slots > LONG ? LONG + 1 : 7, sharing: 2, alibi: 1 };
  const cache = dims.slots * d;
  const frequencies = 2 * Math.ceil(d / 2);
  return {
    dims,
    elements: { qkv: 4 * d, frequencies, cursor: 4, key_cache: cache, value_cache: cache, y: dims.D },
    zeros: ['frequencies'],
    integers: { cursor: dims.slots + 5 },
  };
}

/** Attention of one new token, which also enters the caches: qkv (B, 1, row) -> y (B, 1, D). Work grows with the tokens cached. */
export const attentionDecode = defineKernel({
  name: 'attention_decode',
  buffers: { ...allOf('read', 'qkv', 'frequencies', 'cursor'), ...allOf('write', 'key_cache', 'value_cache', 'y') },
  dims: { ...u32('B', 'D', 'heads', 'slots'), ...KINDS },
  constants: headConstants,
  grid: ({ B, heads }) => [heads, B, 1],
  variants: [decodeKeys],
  probe: decodeProbe,
  reference(buffers, given, put) {
    const { B, heads, slots } = given;
    const lse = new Float64Array(B * heads);
    const dims = { ...given, L: 1 };
    attentionForward.reference({ ...buffers, lse }, { ...dims, window: slots }, { ...put, lse: () => {} });
    store(buffers, dims);
  },
});
