/** The builds of src/wasm, made by scripts/wasm-plugin.mjs. */
declare module 'virtual:wasm' {
  /** Addresses that `fetch` reads. */
  export const builds: Readonly<Record<'relaxed' | 'plain', string>>;
  /** Names of the parameters of each function, in order. */
  export const parameters: Readonly<Record<string, readonly string[]>>;
}
