import type { Backend } from '../../gpu/backend';
import { TwinBackend } from '../../gpu/backends/twin/twin';
import type { WasmSource } from '../../gpu/backends/wasm/source';
import { WasmBackend } from '../../gpu/backends/wasm/wasm';
import {
  adapterFacts,
  findAdapter,
  NoDeviceError,
  type OpenDevice,
  openDevice,
} from '../../gpu/backends/webgpu/device';
import type { AdapterFacts } from '../../gpu/kernel';
import { choicesOn, type KernelPreferences } from '../measure/kernel_preferences';
import type { BackendChoice } from './backend_choice';
import type { AdapterReport } from './protocol';

export interface OpenBackend {
  readonly backend: Backend;
  readonly report: AdapterReport;
  /** The facts that choose variants; undefined on the CPU, which has none. */
  readonly facts: AdapterFacts | undefined;
  /** Resolves with the browser's words when the device is lost, unless `backend.destroy()` was called. Never rejects. */
  readonly lost: Promise<string>;
}

/** What the page or Node can compute with. */
export interface Machine {
  readonly gpu: GPU | undefined;
  readonly wasm: WasmSource;
}

export interface OpenOptions {
  /** Receives validation errors, which are our defects. */
  readonly onError: (message: string) => void;
  readonly choice?: BackendChoice | undefined;
  /** Variants to use in place of the defaults. */
  readonly preferences?: KernelPreferences | undefined;
  /** Called before work that keeps this thread silent for so many seconds. */
  readonly announce?: ((seconds: number) => void) | undefined;
}

/** The GPU that is here, or why there is none. */
type AboutGpu = Pick<AdapterReport, 'gpu' | 'reason'>;

/** Never resolves: the CPU is not lost. */
const NEVER = new Promise<string>(() => {});

/**
 * The backend that was chosen; without a choice a hardware GPU, else WebAssembly, which is faster than a software adapter. Throws
 * NoDeviceError if WebGPU is chosen but missing.
 */
export async function openBackend(machine: Machine, options: OpenOptions): Promise<OpenBackend> {
  const { choice = {} } = options;
  switch (choice.backend) {
    case 'webgpu':
      return openGpu(await openDevice(machine.gpu), options);
    case 'wasm':
      // The page offers the GPU that is here, also while it does not train.
      return openWasm(machine, options, findAdapter(machine.gpu));
    case 'twin':
      return openTwin(options);
    case undefined:
      return openBest(machine, options);
    default:
      return choice.backend satisfies never;
  }
}

async function openBest(machine: Machine, options: OpenOptions): Promise<OpenBackend> {
  let opened: OpenDevice | undefined;
  let reason: AdapterReport['reason'];
  try {
    opened = await openDevice(machine.gpu);
    if (!opened.software) return openGpu(opened, options);
  } catch (error) {
    if (!(error instanceof NoDeviceError)) throw error;
    reason = error.reason;
  }
  try {
    const wasm = await openWasm(machine, options, { gpu: opened?.adapter, reason });
    opened?.device.destroy();
    return wasm;
  } catch {
    // An engine without SIMD or shared memory.
    return opened ? openGpu(opened, options) : openTwin(options, reason);
  }
}

async function openGpu(
  { device, adapter, software }: OpenDevice,
  { onError, preferences = {} }: OpenOptions,
): Promise<OpenBackend> {
  device.addEventListener('uncapturederror', event => onError(event.error.message));
  const lost = device.lost.then(info => (info.reason === 'destroyed' ? NEVER : info.message));
  // It comes with all shaders, which a machine without a GPU does without.
  const { WebGpuBackend } = await import('../../gpu/backends/webgpu/webgpu');
  const backend = new WebGpuBackend(device, new Map(Object.entries(choicesOn(preferences, adapter))));
  // A device lost meanwhile reports it through `lost`.
  await backend.calibrate().catch(() => {});
  return { backend, report: { adapter, software, backend: 'webgpu', gpu: adapter }, facts: adapterFacts(device), lost };
}

async function openWasm(
  { wasm }: Machine,
  { choice = {}, announce }: OpenOptions,
  gpu: AboutGpu | Promise<AboutGpu>,
): Promise<OpenBackend> {
  const [backend, about] = await Promise.all([WasmBackend.open(wasm, { threads: choice.threads, announce }), gpu]);
  const count = backend.threads === 1 ? '1 thread' : `${backend.threads} threads`;
  const simd = backend.build === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
  const adapter = `CPU, ${count} (WebAssembly, ${simd})`;
  const { build: wasmBuild, threads } = backend;
  const known = { adapter, software: true, backend: 'wasm', wasmBuild, threads, mostThreads: wasm.most } as const;
  return { backend, report: { ...known, ...about }, facts: undefined, lost: NEVER };
}

function openTwin({ announce }: OpenOptions, reason?: AdapterReport['reason']): OpenBackend {
  const report: AdapterReport = { adapter: 'CPU, plain loops (twins)', software: true, backend: 'twin', reason };
  return { backend: new TwinBackend(announce), report, facts: undefined, lost: NEVER };
}
