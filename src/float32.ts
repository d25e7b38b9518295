import { z } from 'zod';

/** The least normal float32 above 0. Some devices treat smaller ones as 0. */
export const LEAST_FLOAT32 = 2 ** -126;

/** The greatest finite float32. */
export const GREATEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** The largest number of float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;

/** A number above 0 that is still above 0 on a device, in float32. */
export const positiveFloat32 = z
  .number()
  .positive()
  .min(LEAST_FLOAT32, 'must be at least 1.2e-38; a GPU takes less for 0');

/** A number from 0 to below 1 that is still below 1 on a device, in float32. */
export const fractionFloat32 = z
  .number()
  .min(0)
  .lt(1)
  .max(BELOW_ONE, 'must be at most 0.99999994; a GPU takes more for 1');
