/** scripts/offline-plugin.mjs. */
declare module 'virtual:offline' {
  /** Changes with every file of the build. */
  export const version: string;
  /** Addresses of all files that the page can load, from its folder on. */
  export const files: readonly string[];
  /** scripts/headers.mjs. */
  export const headers: Readonly<Record<string, string>>;
}
