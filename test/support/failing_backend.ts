import { type Memory, MemoryError, type PlacedDispatch, type Replay } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { DType } from '../../src/gpu/dtype';

/** The twins on a device that fails after `left` calls of allocate and prepare. */
export class FailingBackend extends TwinBackend {
  /** Calls that still succeed. */
  left = Number.POSITIVE_INFINITY;
  /** How many replays are prepared and not released. */
  prepared = 0;

  override async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    this.#take();
    return super.allocate(label, dtype, bytes);
  }

  override async prepare(dispatches: readonly PlacedDispatch[]): Promise<Replay> {
    this.#take();
    this.prepared++;
    return super.prepare(dispatches);
  }

  override release(replay: Replay): void {
    this.prepared--;
    super.release(replay);
  }

  #take(): void {
    if (this.left <= 0) throw new MemoryError('no room');
    this.left--;
  }
}
