/**
 * The cases of `npm test`, or, under `npm run test:long`, the further ones instead. For tests that compile shaders in every case.
 * Their files are named `*.sizes.test.ts`, and both commands run them.
 */
export function sizes<Case>(usual: readonly Case[], further: readonly Case[]): readonly Case[] {
  return process.env.UNROLL_LONG === '1' ? further : usual;
}
