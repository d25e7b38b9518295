import { z } from 'zod';

export const backendKind = z.enum(['webgpu', 'wasm', 'twin']);

/** Threads of WebAssembly. More than 64 are no faster, on any machine. */
export const threadCount = z.int().min(1).max(64);

/** What a visitor, a link, or a script asks to train on; without a backend the page chooses: a GPU, else WebAssembly. */
export const backendChoice = z.strictObject({
  backend: backendKind.optional(),
  /** Of WebAssembly; absent: as many as the machine has cores. */
  threads: threadCount.optional(),
});
export type BackendChoice = Readonly<z.infer<typeof backendChoice>>;
