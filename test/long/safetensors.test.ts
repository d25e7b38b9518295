import { describe, it } from 'vitest';
import { fuzzSafetensors } from '../support/safetensors_fuzz';

/** The environment may set both. A failure names its seed, and the same two numbers repeat it. */
const cases = Number(process.env.UNROLL_FUZZ_CASES ?? 100_000);
const seed = Number(process.env.UNROLL_FUZZ_SEED ?? 11);

describe('safetensors', () => {
  it(`answers ${cases} files as an oracle does (seed ${seed})`, () => fuzzSafetensors(cases, seed));
});
