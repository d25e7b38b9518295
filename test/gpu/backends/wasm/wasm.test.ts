import { expect, it } from 'vitest';
import { wholeOf } from '../../../../src/gpu/backend';
import { builtSource } from '../../../../src/gpu/backends/wasm/load';
import { table } from '../../../support/kernel_table';
import { wasmBackend } from '../../../support/wasm';

it('every kernel has a form in src/wasm, except the interpreter of decode programs, in whose place sampling goes layer by layer', () => {
  const missing = table.map(({ name }) => name).filter(name => !(name in builtSource.parameters));
  expect(missing).toEqual(['decode_model']);
});

it('src/wasm has no function that no kernel calls', () => {
  const names = new Set(table.map(({ name }) => name));
  const unknown = Object.keys(builtSource.parameters).filter(name => !names.has(name.replace(/_(units|scratch)$/, '')));
  expect(unknown).toEqual([]);
});

it('numbers of 16 and 64 bits are refused by name: src/wasm reads f32 and i32', async () => {
  const backend = await wasmBackend();
  const { bytes } = backend.counters;
  for (const dtype of ['f16', 'f64'] as const) {
    await expect(backend.allocate('wide', dtype, 64)).rejects.toThrow(
      `'wide' is ${dtype}, which src/wasm does not have. Use f32.`,
    );
  }
  expect(backend.counters.bytes).toBe(bytes);
});

it('a memory that there is no room for is refused in words, and what was freed is refused by name', async () => {
  const backend = await wasmBackend();
  await expect(backend.allocate('all', 'f32', 2 ** 32)).rejects.toThrow("this machine has no room for 'all'");
  const memory = await backend.allocate('gone', 'f32', 64);
  backend.free(memory);
  backend.free(memory);
  await expect(backend.read(wholeOf(memory))).rejects.toThrow("'gone' was freed");
});
