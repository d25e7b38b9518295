import { builds, parameters } from 'virtual:wasm';
import type { WasmSource } from './source';

/** What the page and Node load in the same way. */
export const builtSource: Pick<WasmSource, 'parameters' | 'load'> = {
  parameters,
  async load(build) {
    const response = await fetch(builds[build]);
    if (!response.ok) throw new Error(`src/wasm could not be loaded (${response.status}). Reload the page.`);
    return response.arrayBuffer();
  },
};
