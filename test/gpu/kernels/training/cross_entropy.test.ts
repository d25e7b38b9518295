import { describe, expect, it } from 'vitest';
import { crossEntropy, logitsVariable } from '../../../../src/autodiff/ops/cross_entropy';
import { Tape } from '../../../../src/autodiff/tape';
import type { Backend } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { copy, firstElements } from '../../../../src/gpu/kernels/pointwise/copy';
import { crossEntropy as kernel, lossSum } from '../../../../src/gpu/kernels/training/cross_entropy';
import { Plan } from '../../../../src/gpu/plan';
import { IGNORED } from '../../../../src/scored';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms, seeded } from '../../../support/numbers';

interface Scored {
  /** Mean loss, number of scored rows, number of right rows, 0. */
  readonly result: Float64Array;
  readonly gradient: Float64Array;
}

/** The op on logits (rows, V), with results in slot 2 of 3. */
async function score(backend: Backend, logits: ArrayLike<number>, targets: Int32Array): Promise<Scored> {
  const rows = targets.length;
  const shape = [rows, logits.length / rows];
  const tape = new Tape({ training: true });
  const given = tape.tensor('given', shape, 'persistent');
  const own = logitsVariable(tape, shape);
  const gradient = tape.tensor('gradient', shape, 'persistent');
  const scored = targets.filter(target => target !== IGNORED).length;
  const results = tape.tensor('results', [3, 4], 'persistent');
  tape.run(copy, { source: given, destination: own.data }, firstElements(logits.length));
  crossEntropy(tape, own, {
    targets: { ...tape.tensor('targets', [rows], 'persistent', 'i32'), values: targets },
    scoring: {
      ...tape.tensor('scoring', [4], 'persistent'),
      values: Float32Array.of(1 / Math.max(1, scored), 0, 0, 0),
    },
    cursor: { ...tape.tensor('cursor', [4], 'persistent', 'i32'), values: Int32Array.of(5, 0, 0, 0) },
    results,
  });
  tape.run(copy, { source: own.data, destination: gradient }, firstElements(logits.length));
  const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
  plan.write(given, Float64Array.from(logits));
  await plan.run(['forward']);
  const scores = (await plan.read(results)).slice(8, 12);
  const slopes = await plan.read(gradient);
  plan.destroy();
  return { result: Float64Array.from(scores), gradient: Float64Array.from(slopes) };
}

function someTargets(rows: number, V: number): Int32Array {
  const random = seeded(rows + V);
  return Int32Array.from({ length: rows }, () => (random() < 0.3 ? IGNORED : Math.floor(random() * V)));
}

describe('cross_entropy', () => {
  it.each(goldenCases('pointwise', 'cross_entropy'))('$name: golden vectors on both backends', async golden => {
    const { logits, target } = golden.inputs;
    const weight = golden.cotangents.loss.data[0] ?? Number.NaN;
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { result, gradient } = await score(backend, logits.data, Int32Array.from(target.data));
      expectClose(result.subarray(0, 1), golden.outputs.loss.data, OUTPUT, `${backend.kind} loss`);
      const pulled = gradient.map(value => value * weight);
      expectClose(pulled, golden.gradients.logits.data, GRADIENT, `${backend.kind} dlogits`);
    }
  });

  it('backward equals central differences', async () => {
    const [rows, V] = [4, 6];
    const logits = randoms(rows * V, 1, 2);
    const targets = Int32Array.of(3, IGNORED, 0, 5);
    const backend = new TwinBackend();
    const { gradient } = await score(backend, logits, targets);
    for (let i = 0; i < logits.length; i++) {
      const loss = async (by: number): Promise<number> => {
        const moved = logits.map((value, j) => (i === j ? value + by : value));
        return (await score(backend, moved, targets)).result[0] ?? Number.NaN;
      };
      const numeric = ((await loss(1e-5)) - (await loss(-1e-5))) / 2e-5;
      expect(Math.abs(numeric - (gradient[i] ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
    }
  });

  it.each([
    [1, 2, 1],
    [67, 3, 0],
    [131, 97, 1],
    [33, 1031, 0],
    [5, 4099, 1],
  ])('GPU equals twin at %i rows, V %i, training %i', (rows, V, training) =>
    compareKernel(
      kernel,
      {
        targets: someTargets(rows, V),
        scoring: Float64Array.of(1 / rows, 0, 0, 0),
        logits: randoms(rows * V, 1, 30),
        losses: new Float64Array(rows * 2),
      },
      { rows, V, training },
      OUTPUT,
    ),
  );

  it.each([1, 255, 2049])('loss_sum: GPU equals twin at %i rows', rows =>
    compareKernel(
      lossSum,
      {
        losses: Float64Array.from({ length: rows * 2 }, (_, i) => (i % 2 ? (i % 3) - 1 : i / rows)),
        scoring: Float64Array.of(1 / rows, 0, 0, 0),
        cursor: Int32Array.of(7, 0, 0, 0),
        results: randoms(20, 1),
      },
      { rows, slots: 5 },
      OUTPUT,
    ),
  );

  it('counts right answers; the lowest of equal logits is the guess', async () => {
    for (const V of [3, 1500]) {
      const logits = new Float64Array(3 * V);
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const { result } = await score(backend, logits, Int32Array.of(0, 1, IGNORED));
        expectClose(result, [Math.log(V), 2, 1, 0], OUTPUT, backend.kind);
      }
    }
  });

  it('leaves a batch without scored rows at loss 0 and gradient 0', async () => {
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { result, gradient } = await score(backend, randoms(20, 1), new Int32Array(4).fill(IGNORED));
      expect([...result]).toEqual([0, 0, 0, 0]);
      expect(gradient.every(value => value === 0)).toBe(true);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('does not hide a logit of %d', async bad => {
    for (const V of [3, 1500]) {
      const logits = randoms(2 * V, 1);
      logits[1] = bad;
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const { result } = await score(backend, logits, Int32Array.of(0, 1));
        expect(Number.isFinite(result[0]), `${backend.kind}, V ${V}`).toBe(false);
      }
    }
  });

  it('is exact for logits far apart', async () => {
    const buffers = {
      targets: Int32Array.of(0, 1),
      scoring: Float64Array.of(1, 0, 0, 0),
      logits: Float64Array.of(1000, -1000, 1000, -1000),
      losses: new Float64Array(4),
    };
    const after = await runKernel(await gpuBackend(), kernel, buffers, { rows: 2, V: 2, training: 1 });
    expectClose(after.get('losses') ?? [], [0, 1, 2000, 0], OUTPUT, 'losses');
    expectClose(after.get('logits') ?? [], [0, 0, 1, -1], GRADIENT, 'dlogits');
  });
});
