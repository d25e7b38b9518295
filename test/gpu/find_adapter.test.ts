import { expect, test } from 'vitest';
import { findAdapter } from '../../src/gpu/backends/webgpu/device';

const info = { vendor: 'amd', architecture: 'rdna-3', device: '', description: '' };

test('an adapter that does not train is named all the same, and a browser without one says why', async () => {
  expect(await findAdapter({ requestAdapter: async () => ({ info }) })).toEqual({ gpu: 'AMD rdna-3' });
  expect(await findAdapter({ requestAdapter: async () => null })).toEqual({ reason: 'no_adapter' });
  expect(await findAdapter({ requestAdapter: () => Promise.reject(new Error('gone')) })).toEqual({
    reason: 'no_adapter',
  });
  expect(await findAdapter(undefined)).toEqual({ reason: 'no_webgpu' });
});
