import { describe, expect, it } from 'vitest';
import { gru } from '../../../src/autodiff/ops/gru';
import { lstm } from '../../../src/autodiff/ops/lstm';
import { rnn } from '../../../src/autodiff/ops/rnn';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { gpuBackend } from '../../support/gpu';
import { expectClose, GRADIENT, randoms } from '../../support/numbers';
import { runOp } from '../../support/op';
import { type Named, type RecurrentOp, recurrentCase, streamRecurrent } from '../../support/recurrent';

const sizes = { B: 2, L: 8, D: 3, H: 4 };
const { B, L, D, H } = sizes;

/** Tokens `from` to `to` of each sequence of `values` (B, L, width). */
function tokens(values: ArrayLike<number>, width: number, from: number, to: number): number[] {
  return Array.from({ length: B }, (_, b) =>
    Array.from(values).slice((b * L + from) * width, (b * L + to) * width),
  ).flat();
}

/**
 * sum(y · seed) of segments that run by themselves with the numbers of `changed`. Each starts from the state that the earlier
 * segments leave with the numbers of `given`.
 */
async function objective(op: RecurrentOp, given: Named, changed: Named, seed: Float64Array, segment: number) {
  const backend = new TwinBackend();
  let start: Named = {};
  let sum = 0;
  for (let from = 0; from < L; from += segment) {
    const to = Math.min(L, from + segment);
    const part = (all: Named): Named => ({
      ...all,
      ...start,
      x: { shape: [B, to - from, D], data: tokens(all.x?.data ?? [], D, from, to) },
    });
    const { y } = await streamRecurrent(backend, op, part(changed), 1, to - from);
    tokens(seed, H, from, to).forEach((weight, i) => {
      sum += weight * Number(y[i]);
    });
    const { h, c } = await streamRecurrent(backend, op, part(given), 1, to - from);
    const cells: Named = c.length === 0 ? {} : { c0: { shape: [B, H], data: c } };
    start = { h0: { shape: [B, H], data: h }, ...cells };
  }
  return sum;
}

describe.each([
  ['lstm', lstm, 4],
  ['gru', gru, 3],
  ['rnn', rnn, 1],
] as const)('%s, backpropagation truncated', (_, op: RecurrentOp, gates) => {
  const seed = randoms(B * L * H, 9);

  it.each([1, 3, 4])('to segments of %i equals separate segments with carried state', async segment => {
    const truncated = recurrentCase(op, gates, sizes, false, segment);
    const { gradients } = await runOp(new TwinBackend(), truncated, { y: seed });
    const given = { ...truncated.inputs, ...truncated.parameters };
    for (const [name, { shape, data }] of Object.entries(given)) {
      const scale = Math.max(1, ...(gradients[name] ?? []).map(Math.abs));
      for (let i = 0; i < data.length; i += Math.ceil(data.length / 12)) {
        const moved = (by: number) => {
          const values = Float64Array.from(data, (value, k) => value + (k === i ? by : 0));
          return objective(op, given, { ...given, [name]: { shape, data: values } }, seed, segment);
        };
        const numeric = ((await moved(1e-5)) - (await moved(-1e-5))) / 2e-5;
        const label = `d ${name}[${i}]: backward ${gradients[name]?.[i]}, segments ${numeric}`;
        expect(Math.abs(numeric - Number(gradients[name]?.[i])) / scale, label).toBeLessThanOrEqual(1e-6);
      }
    }
  });

  it('has the same forward and another gradient, and the GPU agrees', async () => {
    const full = await runOp(new TwinBackend(), recurrentCase(op, gates, sizes), { y: seed });
    const all = await runOp(new TwinBackend(), recurrentCase(op, gates, sizes, false, L + 5), { y: seed });
    expect(all).toEqual(full);
    for (const segment of [1, 3]) {
      const truncated = recurrentCase(op, gates, sizes, false, segment);
      const twin = await runOp(new TwinBackend(), truncated, { y: seed });
      const device = await runOp(await gpuBackend(), truncated, { y: seed });
      expect(twin.outputs).toEqual(full.outputs);
      expect(twin.gradients.weight_hh_l0).not.toEqual(full.gradients.weight_hh_l0);
      for (const [name, gradient] of Object.entries(twin.gradients)) {
        expectClose(device.gradients[name], gradient, GRADIENT, `segments of ${segment}, d ${name}`);
      }
    }
  });
});
