/** Made by scripts/engine-plugin.mjs. */
declare module 'virtual:engine' {
  /** Fingerprint of the sources that compute, the same for the page and the headless program of one commit. */
  export const build: string;
}
