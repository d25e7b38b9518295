import { describe, expect, it } from 'vitest';
import { branchesOf } from '../../../src/lab/config/branches_of';
import { type TrainingConfig, trainingConfig } from '../../../src/lab/config/config';
import { learningRate } from '../../../src/lab/config/schedule';
import { branched } from '../../../src/lab/runs/branch';
import { rateWords } from '../../../src/lab/runs/branch_words';

const base = { steps: 100, lr: 1e-2, warmup: 10 };
const cosine = trainingConfig.parse(base);
const constant = trainingConfig.parse({ ...base, schedule: 'constant' });

const rates = (training: TrainingConfig, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => learningRate(training, step));

describe('the learning rate', () => {
  it('before a branch is that of the plan before it, whatever the branch does', () => {
    for (const training of [cosine, constant])
      for (const schedule of ['cosine', 'fall', 'constant'] as const) {
        const longer = branched(training, 100, { further: 60, schedule, lr: 3e-3 });
        expect(rates(longer, 100)).toEqual(rates(training, 100));
      }
  });

  it('of one longer cosine is that of a race with all its steps', () => {
    const longer = branched(cosine, 100, { further: 60, schedule: 'cosine' });
    expect(longer.steps).toBe(160);
    expect(rates(longer, 160).slice(100)).toEqual(rates({ ...cosine, steps: 160 }, 160).slice(100));
    // 90 of 150 steps after the warm-up.
    expect(learningRate(longer, 100)).toBeCloseTo(1e-2 * (0.1 + 0.45 * (1 + Math.cos(0.6 * Math.PI))), 12);
  });

  it('that falls again rises from its last value within a twentieth of the steps, and ends at a tenth of the peak', () => {
    const again = branched(cosine, 100, { further: 60, schedule: 'fall', lr: 5e-3 });
    const before = learningRate(again, 99);
    expect(before).toBeCloseTo(1e-3, 4);
    expect(again.branches?.[0]?.warmup).toBe(3);
    const [first = 0, second = 0, third = 0, fourth = 0] = rates(again, 160).slice(100);
    expect(first).toBeCloseTo(before + (5e-3 - before) / 3, 12);
    expect(second).toBeCloseTo(before + (2 * (5e-3 - before)) / 3, 12);
    expect([third, fourth]).toEqual([5e-3, 5e-3]);
    expect(learningRate(again, 160)).toBeCloseTo(5e-4, 12);
  });

  it('that is constant stays at the chosen rate; without one, at its own peak', () => {
    expect(
      new Set(rates(branched(cosine, 100, { further: 60, schedule: 'constant', lr: 2e-3 }), 160).slice(100)),
    ).toEqual(new Set([2e-3]));
    const longer = branched(constant, 100, { further: 60, schedule: 'constant' });
    expect(rates(longer, 160)).toEqual(rates({ ...constant, steps: 160 }, 160));
  });

  it('that is constant stays at its rate from the first further step, also within the warm-up, and its words say that rate', () => {
    const training = trainingConfig.parse({ steps: 20, lr: 8e-4, warmup: 50 });
    for (const [lr, rate] of [
      [1e-3, 1e-3],
      [undefined, 8e-4],
    ] as const) {
      const longer = branched(training, 20, { further: 20, schedule: 'constant', lr });
      expect(rates(longer, 20)).toEqual(rates(training, 20));
      expect(new Set(rates(longer, 40).slice(20))).toEqual(new Set([rate]));
      expect(rateWords({ training: longer, contenders: [] })).toBe(
        `The learning rate stays at ${rate} from step 21 to step 40.`,
      );
    }
  });

  it('keeps to the plan of each branch in a branch of a branch; one that had no steps gives way', () => {
    const first = branched(cosine, 100, { further: 60, schedule: 'fall', lr: 5e-3 });
    const second = branched(first, 120, { further: 10, schedule: 'constant' });
    expect(second.branches?.map(({ at, planned, lr }) => [at, planned, lr])).toEqual([
      [100, 100, 5e-3],
      [120, 160, 5e-3],
    ]);
    expect(rates(second, 120)).toEqual(rates(first, 120));
    expect(rates(second, 130).slice(120)).toEqual(new Array(10).fill(5e-3));
    const instead = branched(second, 120, { further: 30, schedule: 'cosine', lr: 1e-3 });
    expect(instead.branches?.map(({ at, planned, schedule }) => [at, planned, schedule])).toEqual([
      [100, 100, 'fall'],
      [120, 160, 'cosine'],
    ]);
    expect(rates(instead, 120)).toEqual(rates(first, 120));
    expect(trainingConfig.parse(instead)).toEqual(instead);
  });

  it('is told in words with the numbers that it has', () => {
    const say = (training: TrainingConfig): string => rateWords({ training, contenders: [] });
    expect(say(cosine)).toBe('');
    expect(say(branched(cosine, 100, { further: 60, schedule: 'constant', lr: 2e-3 }))).toBe(
      'The learning rate stays at 0.002 from step 101 to step 160.',
    );
    expect(say(branched(cosine, 100, { further: 60, schedule: 'fall', lr: 5e-3 }))).toMatch(
      /^The learning rate rises from 0\.001 to 0\.005 within 3 steps, and falls along a new cosine to 0\.0005\d* at step 160\.$/,
    );
    expect(say(branched(cosine, 100, { further: 60, schedule: 'cosine' }))).toMatch(
      /^The learning rate is that of one cosine over all 160 steps: 0\.00411 at step 101, and 0\.001 at the end\.$/,
    );
  });

  it('needs branches in their order', () => {
    const point = { at: 5, planned: 10, schedule: 'constant', warmup: 0 };
    const issues = (branches: unknown) =>
      trainingConfig.safeParse({ branches }).error?.issues.map(({ path }) => path.join('.'));
    expect(issues([point, point])).toEqual(['branches']);
    expect(issues([])).toEqual(['branches']);
    expect(issues([{ ...point, planned: 0 }])).toContain('branches.0.planned');
  });

  it('of one that begins anew is that of the new plan from its first step on', () => {
    const wild = trainingConfig.parse({ steps: 100, lr: 1, warmup: 0 });
    for (const schedule of ['cosine', 'fall', 'constant'] as const) {
      const training = branched(wild, 100, { further: 60, schedule, lr: 1e-3 }, [100, 0]);
      const own = { ...training, branches: branchesOf(training.branches ?? [], 1) };
      expect(Math.max(...rates(own, 160))).toBeLessThanOrEqual(1e-3);
      expect(Math.min(...rates(own, 160))).toBeGreaterThan(0);
      expect(learningRate({ ...training, branches: branchesOf(training.branches ?? [], 0) }, 0)).toBe(1);
    }
  });
});
