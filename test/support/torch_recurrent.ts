import { it } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { gpuBackend } from './gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from './numbers';
import { checkGradients, runOp } from './op';
import { type Named, type RecurrentOp, type RecurrentSizes, recurrentCase, streamRecurrent } from './recurrent';
import { sizes as sized } from './sizes';

/** The formula of one unit of a recurrent layer. */
export interface Cell {
  readonly gates: number;
  /** h of the unit after a token. `ofInput(g)` and `ofHidden(g)` are its sums for gate g, with biases; `before` is h so far. */
  next(ofInput: (gate: number) => number, ofHidden: (gate: number) => number, before: number): number;
}

/** y (B, L, H) by the formula of torch, as its documentation states it. */
function expected(given: Named, { next }: Cell, { B, L, D, H }: RecurrentSizes): Float64Array {
  const value = (name: string, index: number): number => Number(given[name]?.data[index]);
  const y = new Float64Array(B * L * H);
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < L; t++) {
      const before = (unit: number): number => (t > 0 ? Number(y[(b * L + t - 1) * H + unit]) : 0);
      const ofInput = (row: number): number => {
        let sum = value('bias_ih_l0', row);
        for (let d = 0; d < D; d++) sum += value('weight_ih_l0', row * D + d) * value('x', (b * L + t) * D + d);
        return sum;
      };
      const ofHidden = (row: number): number => {
        let sum = value('bias_hh_l0', row);
        for (let k = 0; k < H; k++) sum += value('weight_hh_l0', row * H + k) * before(k);
        return sum;
      };
      for (let unit = 0; unit < H; unit++) {
        y[(b * L + t) * H + unit] = next(
          gate => ofInput(gate * H + unit),
          gate => ofHidden(gate * H + unit),
          before(unit),
        );
      }
    }
  }
  return y;
}

/** Tests a recurrent op against the formula of its cell: gradients, both backends, streamed, with a residual. */
export function testRecurrentOp(op: RecurrentOp, cell: Cell): void {
  const { gates } = cell;

  it.each([
    [2, 5, 3, 4, false],
    [1, 1, 2, 1, false],
    [5, 3, 7, 7, true],
  ])('backward equals central differences: B %i, L %i, D %i, H %i, residual %s', (B, L, D, H, residual) =>
    checkGradients(recurrentCase(op, gates, { B, L, D, H }, residual)),
  );

  it.each(
    sized<[number, number, number, number]>(
      [
        [3, 12, 5, 7],
        [2, 37, 20, 20],
      ],
      [[1, 1, 1, 1]],
    ),
  )('equals the formula of torch, at once and streamed: B %i, L %i, D %i, H %i', async (B, L, D, H) => {
    const sizes = { B, L, D, H };
    const made = recurrentCase(op, gates, sizes);
    const given = { ...made.inputs, ...made.parameters };
    const y = expected(given, cell, sizes);
    const last = Array.from({ length: B * H }, (_, i) => Number(y[(Math.floor(i / H) * L + L - 1) * H + (i % H)]));
    const seed = randoms(B * L * H, 9);
    const oracle = await runOp(new TwinBackend(), made, { y: seed });
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, made, { y: seed });
      expectClose(outputs.y, y, OUTPUT, `${backend.kind} y`);
      for (const [name, gradient] of Object.entries(oracle.gradients)) {
        expectClose(gradients[name], gradient, GRADIENT, `${backend.kind} d ${name}`);
      }
      for (const chunk of [L, 1]) {
        const streamed = await streamRecurrent(backend, op, given, 1, chunk);
        expectClose(streamed.y, y, OUTPUT, `${backend.kind} y, ${chunk} at a time`);
        expectClose(streamed.h, last, OUTPUT, `${backend.kind} h, ${chunk} at a time`);
      }
    }
  });

  it('adds the residual and hands its gradient on', async () => {
    const sizes = { B: 3, L: 4, D: 5, H: 5 };
    const made = recurrentCase(op, gates, sizes, true);
    const seed = randoms(60, 9);
    const plain = expected({ ...made.inputs, ...made.parameters }, cell, sizes);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, made, { y: seed });
      const sum = plain.map((y, i) => y + Number(made.inputs.skipped.data[i]));
      expectClose(outputs.y, sum, OUTPUT, 'y');
      expectClose(gradients.skipped, seed, GRADIENT, 'd residual');
    }
  });
}
