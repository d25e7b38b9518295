import type { AnyKernel } from './kernel';

const modules = import.meta.glob<Readonly<Record<string, unknown>>>('./kernels/**/*.ts', { eager: true });

/** Every kernel that a file of `gpu/kernels` exports. */
export const table: readonly AnyKernel[] = Object.values(modules).flatMap(exports =>
  Object.values(exports).filter(isKernel),
);

function isKernel(value: unknown): value is AnyKernel {
  return typeof value === 'object' && value !== null && 'reference' in value && 'buffers' in value && 'grid' in value;
}
