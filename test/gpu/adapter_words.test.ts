import { expect, test } from 'vitest';
import { describe } from '../../src/gpu/backends/webgpu/device';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

test.each([
  ['Apple metal-3', false, { vendor: 'apple', architecture: 'metal-3' }],
  ['NVIDIA lovelace', false, { vendor: 'nvidia', architecture: 'lovelace', device: '0x2684' }],
  ['Apple M2 Pro', false, { vendor: 'apple', architecture: 'metal-3', description: 'Apple M2 Pro' }],
  ['SwiftShader (software)', true, { vendor: 'google', architecture: 'swiftshader', isFallbackAdapter: true }],
  ['llvmpipe (software)', true, { vendor: 'mesa', architecture: '', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
  ['Microsoft WARP (software)', true, { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }],
  ['Vendor (software)', true, { vendor: 'vendor', isFallbackAdapter: true }],
  ['unnamed adapter', false, {}],
])('an adapter is called %s', (adapter, software, words) => {
  expect(describe({ ...nothing, ...words })).toEqual({ adapter, software });
});
