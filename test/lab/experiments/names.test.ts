import { describe, expect, it } from 'vitest';
import { experiments } from '../../../src/lab/experiments/registry';
import { tiny } from './tiny';

const withContenders = experiments.filter(({ schema }) => Object.hasOwn(Object(schema.parse({})), 'contenders'));

describe.each(withContenders)('$name', ({ name, schema }) => {
  const params = tiny[name]?.params ?? {};
  const given = params.contenders as { readonly name: string }[];
  const refusal = (contenders: readonly object[]): unknown => schema.safeParse({ ...params, contenders }).error?.issues;

  it('names the place of a name with a character that cannot be seen', () => {
    expect(refusal(given)).toBeUndefined();
    expect(refusal(given.map(own => ({ ...own, name: `${own.name}\u3164` })))).toMatchObject(
      given.map((_, i) => ({ path: ['contenders', i, 'name'], message: expect.stringContaining('U+3164') })),
    );
  });

  it('refuses names that are equal, also once they are composed', () => {
    const equal = given.map((own, i) => ({ ...own, name: i === 0 ? 'Gr\u00fc' : ' Gru\u0308' }));
    expect(refusal(equal)).toMatchObject([{ message: 'two contenders have the same name' }]);
  });
});

it('a gate and a layer are names, too', () => {
  const [table] = experiments.filter(({ name }) => name === 'selective_copying_table');
  const line = { name: 'A', d_model: 8, blocks: [{ mixer: 'lstm' }] };
  const issues = table?.schema.safeParse({ contenders: [{ ...line, gate: 'a\u034f', layer: '\u2800' }] }).error?.issues;
  expect(issues).toMatchObject([
    { path: ['contenders', 0, 'gate'], message: expect.stringContaining('U+034F') },
    { path: ['contenders', 0, 'layer'], message: expect.stringContaining('U+2800') },
  ]);
});
