import { describe, expect, it } from 'vitest';
import { quickSteps } from '../../../src/lab/race/quick_steps';

describe('steps with kernels that compile at once', () => {
  it('take about the time of a compilation', () => {
    expect(quickSteps(1e9, 2000)).toBe(20);
    expect(quickSteps(3e9, 2000)).toBe(7);
    expect(quickSteps(1e12, 2000)).toBe(1);
  });

  it('are all steps of a short run', () => {
    expect(quickSteps(1e9, 79)).toBe(79);
    expect(quickSteps(1e9, 80)).toBe(20);
    expect(quickSteps(1e6, 2000)).toBe(2000);
  });
});
