import type { AnyKernel } from './kernel';
import type { Tensor } from './tensor';
import { bytesOf } from './tensor';

/** One recorded launch of a kernel. */
export interface Dispatch {
  readonly kernel: AnyKernel;
  readonly buffers: Readonly<Record<string, Tensor>>;
  readonly dims: Readonly<Record<string, number>>;
  /** For buffers written in part only: which parts. Parts of one tensor must not overlap unless they are the same. A buffer that accumulates has one. */
  readonly regions?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** Bytes of all tensors that it binds. */
export function boundBytes({ buffers }: Dispatch): number {
  return Object.values(buffers).reduce((all, tensor) => all + bytesOf(tensor), 0);
}
