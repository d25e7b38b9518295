import type { BenchFamily } from './case';

/** Every table that a worker measures, by name, in the order of the report. Tables load on demand, so that each needs only its own peers. */
export const families: Readonly<Record<string, () => Promise<BenchFamily>>> = {
  machine: async () => (await import('./machine')).machine,
  matmul: async () => (await import('./matmul')).matmul,
  training: async () => (await import('./training')).training,
  scan: async () => (await import('./scan')).scan,
  decode: async () => (await import('./decode')).decode,
  kernels: async () => (await import('./kernels')).kernels,
  dispatches: async () => (await import('./dispatches')).dispatches,
  saving: async () => (await import('./saving')).saving,
  bytes: async () => (await import('./bytes')).bytes,
};
