import { describe, expect, it } from 'vitest';
import { compose } from '../../../src/gpu/wgsl/compose';

const source = `//#permutation small A
//#permutation large A B
//#if A
a
  //#if B
  b
  //#else
  not b
  //#endif
//#endif
//#if B | A
any
//#endif
//#if !B
small
//#endif
//#import finite
//#import finite
end`;

describe('//#permutation', () => {
  it('keeps the lines that hold with its defines, and each import once', () => {
    const finite = compose('//#import finite\n');
    expect(compose(source, 'small')).toBe(`a\n  not b\nany\nsmall\n${finite}end`);
    expect(compose(source, 'large')).toBe(`a\n  b\nany\n${finite}end`);
  });

  it.each([
    ['an unknown permutation', source, 'middle', "'middle'"],
    ['no permutation where there are some', source, undefined, 'which permutation'],
    ['an unknown define', `${source}\n//#if C\n//#endif`, 'small', '//#if C'],
    ['an unknown import', '//#import nothing\n', undefined, '//#import nothing'],
    ['no end', `${source}\n//#if A`, 'small', '//#if without //#endif'],
    ['no beginning', `${source}\n//#endif`, 'small', '//#endif without //#if'],
    ['an else of nothing', `${source}\n//#else`, 'small', '//#else without //#if'],
  ])('refuses %s', (_, text, permutation, message) => {
    expect(() => compose(text, permutation)).toThrow(message);
  });
});
