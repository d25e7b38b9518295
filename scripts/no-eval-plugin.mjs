/**
 * Switches off zod's compiled validators where zod reads its settings, before any schema exists. Otherwise each schema probes `new Function`, which the page's policy forbids and reports.
 *
 * @returns {import('vite').Plugin}
 */
export function noEvalPlugin() {
  return {
    name: 'unroll:no-eval',
    apply: 'build',
    transform(code, id) {
      if (!/\/zod\/v4\/core\/core\.js$/.test(id)) return;
      const setting = 'export const globalConfig = globalThis.__zod_globalConfig;';
      if (!code.includes(setting)) this.error('zod keeps its settings elsewhere now; see scripts/no-eval-plugin.mjs.');
      return { code: code.replace(setting, `${setting}\nglobalConfig.jitless = true;`), map: null };
    },
  };
}
