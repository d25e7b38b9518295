import { type Memory, MemoryError } from '../../src/gpu/backend';
import { CpuBackend } from '../../src/gpu/cpu';
import type { ElementType } from '../../src/gpu/tensor';

/** The twins on a device that has room for so many memories, and for one after those none. */
export class FailingBackend extends CpuBackend {
  /** Allocations that still succeed. */
  left = Number.POSITIVE_INFINITY;

  override async allocate(label: string, type: ElementType, elements: number): Promise<Memory> {
    if (this.left <= 0) throw new MemoryError(`no room for ${label}`);
    this.left--;
    return super.allocate(label, type, elements);
  }
}
