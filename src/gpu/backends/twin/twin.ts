import { type Memory, MemoryError, type PlacedDispatch, type Room, type View } from '../../backend';
import { BYTES, type DType } from '../../dtype';
import type { Numbers } from '../../kernel';
import { CpuBackend, type CpuWork } from '../cpu_backend';

/** Multiply-adds a millisecond of plain loops in float64. */
const TWIN_RATE = 1e5;

interface Launch extends CpuWork {
  readonly run: () => void;
}

/** The dtype that numbers are held as: the twins compute in float64. */
const HELD = { f32: 'f64', f16: 'f64', f64: 'f64', i32: 'i32' } as const satisfies Record<DType, DType>;

/** How many times as much memory f32 takes here. */
const GROWTH = BYTES[HELD.f32] / BYTES.f32;

function valuesOf({ label, dtype, bytes }: Memory): Numbers {
  const elements = bytes / BYTES[dtype];
  try {
    return HELD[dtype] === 'i32' ? new Int32Array(elements) : new Float64Array(elements);
  } catch {
    throw new MemoryError(`this machine has no room for '${label}' (${elements.toLocaleString('en')} numbers)`);
  }
}

/** Runs the twins of the kernels in float64: the oracle of tests, and the backend of last resort. */
export class TwinBackend extends CpuBackend<Launch> {
  readonly kind = 'twin';
  readonly room: Room = { each: 2 ** 31 / GROWTH, all: 2 ** 32 / GROWTH };
  readonly #values = new Map<Memory, Numbers>();

  async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    const memory: Memory = { label, dtype, bytes };
    this.#values.set(memory, valuesOf(memory));
    this.counters.buffers++;
    this.counters.bytes += bytes;
    return memory;
  }

  free(memory: Memory): void {
    if (this.#values.delete(memory)) this.counters.bytes -= memory.bytes;
  }

  override destroy(): void {
    super.destroy();
    this.#values.clear();
  }

  protected part({ memory, offset, bytes }: View): Numbers {
    const values = this.#values.get(memory);
    if (!values) throw new MemoryError(`'${memory.label}' was freed`);
    const width = BYTES[memory.dtype];
    return values.subarray(offset / width, (offset + bytes) / width);
  }

  protected arrange(dispatches: readonly PlacedDispatch[]): Launch[] {
    return dispatches.map(placed => ({ run: this.bindTwin(placed), milliseconds: this.estimate([placed.dispatch]) }));
  }

  protected perform({ run }: Launch): void {
    run();
  }

  protected forget(): void {}

  protected rateOf(): number {
    return TWIN_RATE;
  }
}
