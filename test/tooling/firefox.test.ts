import { afterEach, expect, test, vi } from 'vitest';
import { findFirefox } from '../../scripts/firefox.mjs';

afterEach(() => vi.unstubAllEnvs());

test('a Firefox that is named and not there is an error with the reason, and none is installed in its place', () => {
  vi.stubEnv('UNROLL_FIREFOX', '/no/such/firefox');
  expect(() => findFirefox()).toThrow('UNROLL_FIREFOX names no file: /no/such/firefox');
});
