import type { Backend } from '../../gpu/backend';
import { CpuBackend } from '../../gpu/backends/twin/cpu';
import { adapterFacts, NoDeviceError, openDevice } from '../../gpu/backends/webgpu/device';
import { WebGpuBackend } from '../../gpu/backends/webgpu/webgpu';
import type { AdapterFacts } from '../../gpu/kernel';
import { choicesOn, type KernelPreferences } from '../measure/kernel_preferences';
import type { AdapterReport } from './protocol';

export interface OpenBackend {
  readonly backend: Backend;
  readonly report: AdapterReport;
  /** The facts that choose variants; undefined on the CPU, which has none. */
  readonly facts: AdapterFacts | undefined;
  /** Resolves with the browser's words when the device is lost, unless `backend.destroy()` was called. Never rejects. */
  readonly lost: Promise<string>;
}

/** Never resolves: the CPU is not lost. */
const NEVER = new Promise<string>(() => {});

function openCpu(announce?: (seconds: number) => void, reason?: AdapterReport['reason']): OpenBackend {
  const report: AdapterReport = { adapter: 'CPU twins (no WebGPU)', software: true, backend: 'cpu', reason };
  return { backend: new CpuBackend(announce), report, facts: undefined, lost: NEVER };
}

/**
 * The WebGPU backend of `gpu`; without one, the CPU twins, with the reason. `wanted` forces one of the two; throws
 * NoDeviceError if WebGPU is wanted but missing. `onError` receives validation errors, which are our defects. `preferences`:
 * variants to use in place of the defaults. `announce` is called before work that keeps this thread silent for so many seconds.
 */
export async function openBackend(
  gpu: GPU | undefined,
  onError: (message: string) => void,
  wanted?: 'webgpu' | 'cpu',
  preferences: KernelPreferences = {},
  announce?: (seconds: number) => void,
): Promise<OpenBackend> {
  if (wanted === 'cpu') return openCpu(announce);
  try {
    const { device, adapter, software } = await openDevice(gpu);
    device.addEventListener('uncapturederror', event => onError(event.error.message));
    const lost = device.lost.then(info => (info.reason === 'destroyed' ? NEVER : info.message));
    const chosen = new Map(Object.entries(choicesOn(preferences, adapter)));
    const backend = new WebGpuBackend(device, chosen);
    // A device lost meanwhile reports it through `lost`.
    await backend.calibrate().catch(() => {});
    return { backend, report: { adapter, software, backend: 'webgpu' }, facts: adapterFacts(device), lost };
  } catch (error) {
    if (error instanceof NoDeviceError && wanted !== 'webgpu') return openCpu(announce, error.reason);
    throw error;
  }
}
