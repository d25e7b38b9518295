import { expect, test } from 'vitest';
import { create } from 'webgpu';

// Kept until the process ends, because Dawn crashes if these are collected while in use.
const held: unknown[] = [];

test('Dawn in Node gives an adapter and a device', async () => {
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  held.push(gpu, adapter, device);
  expect(adapter, 'no WebGPU adapter: install Chromium, which brings SwiftShader').not.toBeNull();
  expect(device?.limits.maxComputeWorkgroupSizeX).toBeGreaterThanOrEqual(128);
});
