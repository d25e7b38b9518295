import type { AnyKernel } from './kernel';
import { copy } from './kernels/copy';
import { matmulNn, matmulNt, matmulTn } from './kernels/matmul';
import { rmsNorm, rmsNormBackward } from './kernels/rms_norm';

/** Every kernel; what the tests walk over. */
export const table: readonly AnyKernel[] = [copy, matmulNn, matmulNt, matmulTn, rmsNorm, rmsNormBackward];
