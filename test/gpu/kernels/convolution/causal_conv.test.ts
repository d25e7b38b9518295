import { describe, expect, it } from 'vitest';
import { causalConv } from '../../../../src/autodiff/ops/causal_conv';
import { slice } from '../../../../src/autodiff/slice';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  causalConvBackward,
  convCopies,
  convSegment,
  causalConv as forwardKernel,
} from '../../../../src/gpu/kernels/convolution/causal_conv';
import { placeColumns, takeColumns } from '../../../support/columns';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase } from '../../../support/op';

/** Where x and u lie in the rows: other columns lie around them, and u comes first. */
function placesOf(E: number) {
  return { stride: 2 * E + 4, x: E + 3, u: 1 };
}

/** `plain`: without SiLU, and the weight has time first. */
function opCase(B: number, L: number, E: number, K: number, plain = false): OpCase {
  return {
    inputs: { x: { shape: [B, L, E], data: randoms(B * L * E, 1, 2) } },
    parameters: {
      weight: { shape: plain ? [K, E] : [E, 1, K], data: randoms(E * K, 2) },
      bias: { shape: [E], data: randoms(E, 3) },
    },
    record(tape, input, parameter) {
      const at = placesOf(E);
      const rows = tape.variable('rows', [B, L, at.stride]);
      placeColumns(tape, input('x'), rows, at.x);
      const [x, u] = [slice(rows, at.x, E), slice(rows, at.u, E)];
      causalConv(tape, { x, u, weight: parameter('weight'), bias: parameter('bias'), plain });
      return { u: takeColumns(tape, rows, at.u, E) };
    },
  };
}

const sizes = [
  // B, L, E, K
  [1, 1, 1, 1],
  [2, 1, 3, 4],
  [1, 3, 5, 4],
  [2, 17, 33, 4],
  [3, 70, 7, 3],
  [1, 2500, 4, 2],
  [70, 5, 3, 3],
] as const;

describe('causal_conv', () => {
  it.each([
    [2, 5, 3, 4],
    [1, 37, 2, 3],
    [1, 2, 2, 4],
    [2, 3, 2, 1],
  ])('backward equals central differences: B %i, L %i, E %i, K %i', async (B, L, E, K) => {
    await checkGradients(opCase(B, L, E, K));
    await checkGradients(opCase(B, L, E, K, true));
  });

  it.each(sizes)('GPU equals twin: B %i, L %i, E %i, K %i', async (B, L, E, K) => {
    const { stride, x, u } = placesOf(E);
    const given = { rows: randoms(B * L * stride, 1, 2), weight: randoms(E * K, 2), bias: randoms(E, 3) };
    const dims = { B, L, E, K, stride, x, plain: E % 2, time_first: E % 2 };
    const segment = convSegment(B, L);
    const copies = convCopies(B, L);
    const forward = { ...dims, u, segment, carry: 0 };
    await compareKernel(forwardKernel, { ...given, state: new Float64Array(4) }, forward, OUTPUT);
    const gradients = {
      before: randoms(Math.max(1, B * E * (K - 1)), 5),
      drows: randoms(B * L * stride, 4),
      dweight: new Float64Array(copies * E * K),
      dbias: new Float64Array(copies * E),
    };
    for (const carry of [0, 1]) {
      const back = { ...dims, d_stride: stride, dx: x, du: u, segment, carry };
      await compareKernel(causalConvBackward, { ...given, ...gradients }, back, GRADIENT);
    }
    expect(copies).toBeLessThanOrEqual(Math.max(B, 64));
  });

  it.each([[[1, 1, 1, 1, 1, 1, 1]], [[2, 5]], [[6, 1]]])(
    'carries its inputs over calls of %j tokens on both backends',
    async lengths => {
      const [B, E, K] = [2, 3, 4];
      const L = lengths.reduce((sum, length) => sum + length);
      const places = placesOf(E);
      const kind = { plain: 0, time_first: 0 };
      const { stride, x } = places;
      const whole = randoms(B * L * stride, 1, 2);
      const given = { weight: randoms(E * K, 2), bias: randoms(E, 3) };
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const parallel = await runKernel(
          backend,
          forwardKernel,
          { ...given, rows: whole, state: new Float64Array(4) },
          { B, L, E, K, ...places, ...kind, segment: 2, carry: 0 },
        );
        const expected = Array.from(parallel.get('rows') ?? []);
        let state = new Float64Array(B * E * (K - 1));
        let start = 0;
        for (const length of lengths) {
          const part = (b: number): [number, number] => [(b * L + start) * stride, (b * L + start + length) * stride];
          const rows = Float64Array.from([0, 1].flatMap(b => Array.from(whole.subarray(...part(b)))));
          const dims = { B, L: length, E, K, ...places, ...kind, segment: length, carry: 1 };
          const results = await runKernel(backend, forwardKernel, { ...given, rows, state }, dims);
          const wanted = [0, 1].flatMap(b => expected.slice(...part(b)));
          expectClose(results.get('rows') ?? [], wanted, OUTPUT, `${backend.kind} from ${start}`);
          state = Float64Array.from(results.get('state') ?? []);
          start += length;
        }
        const inputs = Array.from({ length: B * E * (K - 1) }, (_, i) => {
          const [b, e, k] = [Math.floor(i / (E * (K - 1))), Math.floor(i / (K - 1)) % E, i % (K - 1)];
          return whole[(b * L + L - (K - 1) + k) * stride + x + e];
        });
        expectClose(state, inputs, OUTPUT, `${backend.kind} state`);
      }
    },
  );
});
