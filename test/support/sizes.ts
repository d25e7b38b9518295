/**
 * Cases of `npm test`; under `npm run test:long` the further ones in place of them. For what compiles shaders of its own in every
 * case, in files named `*.sizes.test.ts`, which both commands run.
 */
export function sizes<Case>(usual: readonly Case[], further: readonly Case[]): readonly Case[] {
  return process.env.UNROLL_LONG === '1' ? further : usual;
}
