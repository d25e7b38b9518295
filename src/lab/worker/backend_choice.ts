import { z } from 'zod';

/** More are no faster, on any machine. */
const MOST_THREADS = 64;

/** What a visitor, a link, or a script asks to train on; without a backend the page chooses: a GPU, else WebAssembly. */
export const backendChoice = z.strictObject({
  backend: z.enum(['webgpu', 'wasm', 'twin']).optional(),
  /** Of WebAssembly; absent: as many as the machine has cores. */
  threads: z.int().min(1).max(MOST_THREADS).optional(),
});
export type BackendChoice = Readonly<z.infer<typeof backendChoice>>;
