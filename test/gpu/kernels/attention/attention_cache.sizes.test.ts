import { describe, expect, it } from 'vitest';
import { attention } from '../../../../src/autodiff/ops/attention';
import { Tape } from '../../../../src/autodiff/tape';
import { type Backend, type Memory, wholeOf } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { BYTES } from '../../../../src/gpu/dtype';
import { attentionDecode } from '../../../../src/gpu/kernels/attention/attention_cache';
import { ropeFrequencies } from '../../../../src/gpu/kernels/attention/rope';
import { Plan } from '../../../../src/gpu/plan';
import type { Tensor } from '../../../../src/gpu/tensor';
import { formsOf } from '../../../support/forms_of';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel } from '../../../support/kernel';
import { expectClose, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';
import { wasmBackend } from '../../../support/wasm';

interface Shape {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly heads: number;
  readonly window?: number | undefined;
  readonly sharing?: number | undefined;
  readonly alibi?: boolean | undefined;
}

function widths({ D, sharing = 1 }: Shape) {
  return { keys: D / sharing, row: D + (2 * D) / sharing };
}

/** Rows `from` to `to` of each sequence of (B, L, width). */
function rowsOf(
  values: ArrayLike<number>,
  B: number,
  L: number,
  width: number,
  from: number,
  to: number,
): Float64Array {
  const parts = Array.from({ length: B }, (_, b) =>
    Array.from(values).slice((b * L + from) * width, (b * L + to) * width),
  );
  return Float64Array.from(parts.flat());
}

/** One call of the op on a tape of its own. `memories` holds the carried state by tensor label. */
async function call(
  backend: Backend,
  shape: Shape,
  qkv: Float64Array,
  carried?: { readonly slots: number; readonly memories: ReadonlyMap<string, Memory> },
): Promise<Float64Array> {
  const { B, D: _, ...options } = shape;
  const { keys, row } = widths(shape);
  const L = qkv.length / (B * row);
  const tape = new Tape({ training: false });
  const data = tape.tensor('qkv', [B, L, row], 'persistent');
  const held = (label: string, shape: readonly number[], type?: 'i32'): Tensor =>
    tape.tensor(label, shape, 'persistent', type);
  const cache = carried && {
    keys: held('k', [B, carried.slots, keys]),
    values: held('v', [B, carried.slots, keys]),
    cursor: held('cursor', [4], 'i32'),
  };
  const y = attention(tape, { shape: data.shape, data }, { ...options, ropeBase: 10000, cache });
  const plan = await Plan.make(backend, {
    lists: { forward: tape.forward },
    placed(tensor) {
      const memory = carried?.memories.get(tensor.label);
      return memory && wholeOf(memory);
    },
  });
  plan.write(data, qkv);
  await plan.run(['forward']);
  const values = Float64Array.from(await plan.read(y.data));
  plan.destroy();
  return values;
}

async function inPieces(
  backend: Backend,
  shape: Shape,
  qkv: Float64Array,
  slots: number,
  pieces: readonly number[],
): Promise<Float64Array> {
  const { B, L, D } = shape;
  const state = async (name: string): Promise<[string, Memory]> => [
    name,
    await backend.allocate(name, 'f32', B * slots * widths(shape).keys * BYTES.f32),
  ];
  const cursor = await backend.allocate('cursor', 'i32', 4 * BYTES.i32);
  const memories = new Map([await state('k'), await state('v'), ['cursor', cursor]]);
  const result = new Float64Array(B * L * D);
  let start = 0;
  for (const length of pieces) {
    backend.write(wholeOf(cursor), Int32Array.of(start, 0, 0, 0));
    const part = rowsOf(qkv, B, L, widths(shape).row, start, start + length);
    const y = await call(backend, shape, part, { slots, memories });
    for (let b = 0; b < B; b++) {
      result.set(y.subarray(b * length * D, (b + 1) * length * D), (b * L + start) * D);
    }
    start += length;
  }
  expect(start).toBe(L);
  for (const memory of memories.values()) backend.free(memory);
  return result;
}

/** Fails if attention in pieces, with carried keys and values, differs from attention over the whole. */
async function expectPiecesAlike(
  B: number,
  L: number,
  D: number,
  heads: number,
  window: number | undefined,
  slots: number,
  sharing = 1,
  alibi = false,
): Promise<void> {
  const shape = { B, L, D, heads, window, sharing, alibi };
  const qkv = randoms(B * L * widths(shape).row, 1, 2);
  const whole = await call(new TwinBackend(), shape, qkv);
  for (const backend of [new TwinBackend(), await gpuBackend(), await wasmBackend()]) {
    for (const pieces of [[23], [1, 1, 1, 20], [7, 1, 1, 9, 5], Array.from({ length: 23 }, () => 1)]) {
      const y = await inPieces(backend, shape, qkv, slots, pieces);
      expectClose(y, whole, OUTPUT, `${backend.kind} pieces ${pieces}`);
    }
  }
}

/** Fails if decoding a token on the GPU differs from its twin. `d` is the width of a head. */
async function expectDecodeTwin(
  B: number,
  d: number,
  heads: number,
  slots: number,
  position: number,
  sharing = 1,
  alibi = 0,
): Promise<void> {
  const D = d * heads;
  const keys = D / sharing;
  const dims = { B, D, heads, slots, sharing, alibi };
  const buffers = {
    qkv: randoms(B * (D + 2 * keys), 1, d > 128 ? 0.5 : 2),
    frequencies: ropeFrequencies(d, 10000),
    cursor: Int32Array.of(position, 0, 0, 0),
    key_cache: randoms(B * slots * keys, 2, d > 128 ? 0.5 : 2),
    value_cache: randoms(B * slots * keys, 3),
    y: new Float64Array(B * D),
  };
  const decoding = formsOf(attentionDecode, dims);
  expect(decoding).toHaveLength(d > 128 ? 1 : 2);
  for (const form of decoding) await compareKernel(form, buffers, dims, OUTPUT);
}

describe('attention with carried keys and values', () => {
  it.each(
    // B, L, D, heads, window, slots
    sizes<[number, number, number, number, number | undefined, number]>(
      [
        [1, 23, 12, 2, undefined, 40],
        [2, 23, 6, 1, 5, 5],
      ],
      [
        [1, 23, 5, 1, 4, 4],
        [1, 23, 131, 1, 9, 9],
        [2, 23, 8, 2, undefined, 23],
        [2, 23, 8, 1, 5, 5],
        [1, 23, 4, 2, 1, 1],
        [1, 23, 64, 1, 30, 23],
        [2, 23, 6, 2, undefined, 23],
        [1, 23, 131, 1, undefined, 30],
        [2, 23, 260, 1, 9, 9],
      ],
    ),
  )('pieces equal the whole: B %i, L %i, D %i, %i heads, window %s, %i slots', (...shape) =>
    expectPiecesAlike(...shape),
  );

  it.each(
    // B, L, D, heads, window, slots, sharing, alibi
    sizes<[number, number, number, number, number | undefined, number, number, boolean]>(
      [[2, 23, 12, 4, 7, 7, 2, true]],
      [
        [1, 23, 12, 6, undefined, 40, 6, true],
        [1, 23, 260, 2, 9, 9, 2, true],
        [1, 23, 24, 3, undefined, 23, 3, false],
      ],
    ),
  )(
    'pieces equal the whole: B %i, L %i, D %i, %i heads, window %s, %i slots, %i share a key, alibi %s',
    expectPiecesAlike,
  );

  it.each(
    // B, head dim, heads, slots, position
    sizes<[number, number, number, number, number]>(
      [
        [2, 6, 3, 37, 36],
        [2, 129, 2, 37, 50],
      ],
      [
        [1, 2, 1, 1, 0],
        [1, 16, 2, 3000, 2500],
        [1, 7, 4, 37, 1000],
        [1, 16, 4, 37, 1000],
        [1, 128, 1, 100, 71],
        [2, 1, 3, 9, 20],
        [1, 67, 1, 50, 30],
        [1, 1000, 1, 20, 3],
      ],
    ),
  )('decode on the GPU equals twin: B %i, heads of %i, %i of them, %i slots, position %i', (...shape) =>
    expectDecodeTwin(...shape),
  );

  it.each(
    // B, head dim, heads, slots, position, sharing, alibi
    sizes<[number, number, number, number, number, number, number]>(
      [
        [2, 6, 4, 37, 36, 2, 1],
        [2, 129, 2, 37, 50, 2, 1],
      ],
      [
        [1, 16, 6, 37, 1000, 6, 1],
        [1, 16, 4, 3000, 2500, 2, 0],
      ],
    ),
  )(
    'decode on the GPU equals twin: B %i, heads of %i, %i of them, %i slots, position %i, %i share a key, alibi %i',
    expectDecodeTwin,
  );
});
