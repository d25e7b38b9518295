import { expect, it } from 'vitest';
import { uniformOf } from '../../../src/gpu/kernel';
import { fftMerge } from '../../../src/gpu/kernels/convolution/fft_split';
import { gelu } from '../../../src/gpu/kernels/pointwise/gelu';
import { compose } from '../../../src/gpu/wgsl/compose';
import { shaderOf, sourceOf } from '../../../src/gpu/wgsl/shader';

const shader = (directive: string): string =>
  `//#import grid\n${directive}\nfn each(i: u32) {  // of (B, D)\n  y[i] = 1.0;\n}\n`;

it('//#each writes the entry point: the item of an invocation, and a return beyond the count', () => {
  const text = compose(shader('//#each 64 of dims.n'));
  expect(text).toContain('@compute @workgroup_size(64)\nfn main(\n  @builtin(workgroup_id) group: vec3u,');
  expect(text).toContain(
    '  let i = flat_index(group, local, groups, 64u);  // of (B, D)\n  if (i >= dims.n) {\n    return;\n  }\n',
  );
  expect(text.match(/fn flat_index/g)).toHaveLength(1);
});

it('//#each without a count leaves it to the shader; the size may be a constant', () => {
  const text = compose(shader('//#each TILE / 4u'));
  expect(text).toContain('@workgroup_size(TILE / 4u)');
  expect(text).toContain('flat_index(group, local, groups, TILE / 4u);  // of (B, D)\n  y[i] = 1.0;');
  expect(text).not.toContain('return;');
});

it('a shader is found by its name, or that of a permutation, and has the uniform of its kernel', () => {
  for (const kernel of [gelu, fftMerge]) {
    expect(sourceOf(kernel)).toBe(shaderOf(kernel.name) + uniformOf(kernel));
    expect(sourceOf(kernel).match(/^@group\(0\) @binding\(0\) var<uniform> dims: Dims;$/gm)).toHaveLength(1);
  }
  expect(uniformOf(gelu)).toContain('struct Dims { n: u32 }');
  expect(uniformOf(fftMerge)).toContain('reverse: u32, accumulate: u32 }');
  expect(() => shaderOf('nothing')).toThrow("'nothing'");
});
