import type { AdapterFacts } from '../../kernel';

/** A device, and its name for the page. */
export interface OpenDevice {
  readonly device: GPUDevice;
  /** In words, 'SwiftShader (software)' say. */
  readonly adapter: string;
  readonly software: boolean;
}

/** Why there is no device. */
export class NoDeviceError extends Error {
  override readonly name = 'NoDeviceError';
  readonly reason: 'no_webgpu' | 'no_adapter';

  constructor(reason: 'no_webgpu' | 'no_adapter', message: string) {
    super(message);
    this.reason = reason;
  }
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|warp|basic render|software/i;

/** Bytes of a buffer that are asked for, instead of the default 128 MiB, if the adapter has them. Other limits stay at the defaults. */
const WANTED_BYTES = 2 ** 30;

/** Asked for if the adapter has it. Without it, other variants run. */
const SUBGROUPS = 'subgroups';

/** Asked for if the adapter has it. Without it, a kernel that reads f16 is refused. */
export const F16 = 'shader-f16';

/** Milliseconds between attempts: a browser whose GPU has just crashed has no adapter for a moment. */
const PAUSES = [100, 300, 600];

/** Opens a device of `gpu` (`navigator.gpu`, or Dawn's in Node), in several attempts. Throws NoDeviceError. */
export async function openDevice(gpu: GPU | undefined, pauses: readonly number[] = PAUSES): Promise<OpenDevice> {
  if (!gpu) throw new NoDeviceError('no_webgpu', 'this browser has no WebGPU');
  for (const pause of pauses) {
    try {
      return await requestDevice(gpu);
    } catch {
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
  return requestDevice(gpu);
}

const POWER = { powerPreference: 'high-performance' } as const;

/** What is asked of `navigator.gpu`. */
interface OffersAdapters {
  requestAdapter(options: typeof POWER): Promise<{ readonly info: AdapterWords } | null>;
}

/** The adapter that would train if it were chosen, in words, or why there is none. It opens no device. Never rejects. */
export async function findAdapter(
  gpu: OffersAdapters | undefined,
): Promise<{ gpu: string } | Pick<NoDeviceError, 'reason'>> {
  if (!gpu) return { reason: 'no_webgpu' };
  const adapter = await gpu.requestAdapter(POWER).catch(() => null);
  return adapter ? { gpu: describe(adapter.info).adapter } : { reason: 'no_adapter' };
}

async function requestDevice(gpu: GPU): Promise<OpenDevice> {
  const adapter = await gpu.requestAdapter(POWER);
  if (!adapter) throw new NoDeviceError('no_adapter', 'WebGPU is here, but it offers no adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: ([SUBGROUPS, F16] as const).filter(feature => adapter.features.has(feature)),
    requiredLimits: {
      maxBufferSize: Math.min(WANTED_BYTES, adapter.limits.maxBufferSize),
      maxStorageBufferBindingSize: Math.min(WANTED_BYTES, adapter.limits.maxStorageBufferBindingSize),
    },
  });
  return { device, ...describe(adapter.info) };
}

/** The facts that decide which variants a kernel has on this device. */
export function adapterFacts(device: GPUDevice): AdapterFacts {
  return { subgroups: device.features.has(SUBGROUPS) };
}

/** Whether a device computes on the CPU. */
export function isSoftware(device: GPUDevice): boolean {
  // Some browsers with WebGPU have no adapterInfo yet.
  const info: GPUAdapterInfo | undefined = device.adapterInfo;
  return info !== undefined && describe(info).software;
}

/** Software adapters: what their drivers say, and the name for the page. */
const SOFTWARE_NAMES = [
  [/swiftshader/i, 'SwiftShader'],
  [/llvmpipe|lavapipe/i, 'llvmpipe'],
  [/warp|basic render/i, 'Microsoft WARP'],
] as const;

/** A number that names a device to its driver only. */
const HEXADECIMAL = /^0x[0-9a-f]+$/i;

/** The name of an adapter for the page: the description if the browser gives one, or vendor, architecture, and device. */
export function describe(info: AdapterWords): { adapter: string; software: boolean } {
  const { vendor, architecture, device, description } = info;
  const all = [vendor, architecture, device, description].join(' ');
  const software = info.isFallbackAdapter === true || SOFTWARE.test(all);
  const parts = [vendorName(vendor), architecture, HEXADECIMAL.test(device) ? '' : device].filter(Boolean);
  const name = description || parts.join(' ') || 'unnamed adapter';
  if (!software) return { adapter: name, software };
  const known = SOFTWARE_NAMES.find(([pattern]) => pattern.test(all))?.[1];
  return { adapter: `${known ?? name} (software)`, software };
}

/** A browser's facts about its adapter; hidden fields are empty. */
export type AdapterWords = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
  readonly isFallbackAdapter?: boolean;
};

/** Browsers give vendors in lower case. AMD, ARM, and NVIDIA are written in capitals, others with a capital first letter. */
function vendorName(vendor: string): string {
  if (/^(amd|arm|nvidia)$/.test(vendor)) return vendor.toUpperCase();
  return vendor.replace(/^./, first => first.toUpperCase());
}
