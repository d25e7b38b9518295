import { describe, expect, it } from 'vitest';
import { specialise } from '../../../src/gpu/wgsl/compose';

const source = `const WIDTH: u32 = 1u;
  //#unroll
  for (var i = 0u; i < WIDTH; i++) {
    //#unroll
    for (var j = 0u; j < 2u; j++) {
      sums[i * 2u + j] = dims.i;
    }
  }
  for (var k = 0u; k < WIDTH; k++) {
    rest[k] = 0.0;
  }`;

describe('//#unroll', () => {
  it('writes out nested loops and leaves others', () => {
    const text = specialise(source, { WIDTH: 2 });
    for (const index of ['0u * 2u + 0u', '0u * 2u + 1u', '1u * 2u + 0u', '1u * 2u + 1u']) {
      expect(text).toContain(`sums[${index}]`);
    }
    expect(text).toContain('dims.i;');
    expect(text).toContain('for (var k = 0u; k < WIDTH; k++) {');
    expect(text).not.toContain('#unroll');
  });

  it('names a bound that is not a constant', () => {
    expect(() => specialise(source.replaceAll('WIDTH', 'COUNT').replace('u32 = 1u', 'i32 = 1'), {})).toThrow('COUNT');
  });
});
