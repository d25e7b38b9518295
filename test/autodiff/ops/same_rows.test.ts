import { describe, expect, it } from 'vitest';
import { sameRows } from '../../../src/autodiff/ops/same_rows';
import { slice } from '../../../src/autodiff/slice';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { takeColumns } from '../../support/columns';
import { gpuBackend } from '../../support/gpu';
import { expectClose, GRADIENT, randoms } from '../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../support/op';

/** Columns 2 to 2 + N of wider rows. */
function opCase(B: number, L: number, N: number): OpCase {
  return {
    inputs: {},
    parameters: { values: { shape: [N], data: randoms(N, 1) } },
    record(tape, _, parameter) {
      const rows = tape.variable('rows', [B, L, N + 3]);
      sameRows(tape, parameter('values'), slice(rows, 2, N));
      return { y: takeColumns(tape, rows, 2, N) };
    },
  };
}

describe('sameRows', () => {
  it.each([
    [1, 1, 1],
    [2, 37, 5],
    [3, 200, 128],
  ])('writes the values to every row, and sums their gradient: B %i, L %i, N %i', async (B, L, N) => {
    const op = opCase(B, L, N);
    await checkGradients(op, { most: 10 });
    const cotangents = randoms(B * L * N, 3);
    const sums = Float64Array.from({ length: N }, (_, n) =>
      cotangents.reduce((sum, g, i) => (i % N === n ? sum + g : sum), 0),
    );
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: cotangents });
      const { y = [] } = outputs;
      expect(y).toHaveLength(B * L * N);
      expectClose(
        y,
        Array.from(y, (_, i) => Math.fround(op.parameters.values?.data[i % N] ?? 0)),
        { relative: 0, absolute: 1e-6 },
        'y',
      );
      expectClose(gradients.values ?? [], sums, GRADIENT, 'd values');
    }
  });
});
