import { parameters } from 'virtual:wasm';
import type { CountedCase } from '../../src/lab/measure/subject';
import type { BenchFamily } from './case';

const modules = import.meta.glob<Readonly<Record<string, unknown>>>('../../src/gpu/kernels/**/*.ts', { eager: true });

function isKernel(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'reference' in value && 'grid' in value;
}

const names = new Set(
  Object.values(modules).flatMap(module =>
    Object.values(module).flatMap(value => (isKernel(value) ? [value.name] : [])),
  ),
);
const without = [...names].filter(name => !(name in parameters)).toSorted();

const count: CountedCase = {
  name: 'kernels',
  count: async () => ({ all: names.size, 'with a form in src/wasm': names.size - without.length }),
};

export const kernels: BenchFamily = {
  name: 'kernels',
  title: 'Kernels of the wasm backend',
  note:
    without.length === 0
      ? 'Each has its own form.'
      : `Without a form of their own, so on wasm they run their twin's loops: ${without.join(', ')}.`,
  cases: [count],
};
