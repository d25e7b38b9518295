import { linear } from '../../autodiff/ops/linear';
import { whole } from '../../autodiff/slice';
import { Tape, type Var } from '../../autodiff/tape';
import { recordedSubject } from './recorded';
import type { MeasuredCase } from './subject';

/** Which of the three products of a linear layer: y = x wᵀ, dx = dy w, or dw = dyᵀ x. */
export type Product = 'forward' | 'input gradient' | 'weight gradient';

/** A linear layer from rows of K to rows of N, for M rows. */
export interface MatmulShape {
  readonly name: string;
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly product: Product;
}

/** Shapes of training, and 512³ to compare with published figures. */
export const matmulShapes: readonly MatmulShape[] = [
  { name: '512 x 512 -> 512', M: 512, K: 512, N: 512, product: 'forward' },
  { name: '512 x 512 -> 512, input gradient', M: 512, K: 512, N: 512, product: 'input gradient' },
  { name: '512 x 512 -> 512, weight gradient', M: 512, K: 512, N: 512, product: 'weight gradient' },
  { name: '1024 x 64 -> 256', M: 1024, K: 64, N: 256, product: 'forward' },
  { name: '1024 x 256 -> 64', M: 1024, K: 256, N: 64, product: 'forward' },
  { name: '1024 x 64 -> 256, input gradient', M: 1024, K: 64, N: 256, product: 'input gradient' },
  { name: '1024 x 64 -> 256, weight gradient', M: 1024, K: 64, N: 256, product: 'weight gradient' },
  { name: '1024 x 64 -> 96 (vocabulary head)', M: 1024, K: 64, N: 96, product: 'forward' },
  { name: '1 x 64 -> 256', M: 1, K: 64, N: 256, product: 'forward' },
];

/** The layer of that shape as training records it. The weight gradient is left in its partial sums, which the optimiser adds up. */
export function matmulCase(shape: MatmulShape): MeasuredCase {
  const { name, M, K, N, product } = shape;
  return {
    name,
    work: { unit: 'FLOP', amount: 2 * M * K * N },
    flops: 2 * M * K * N,
    async ours(backend) {
      const tape = new Tape({ training: true });
      const held = (label: string, width: number): Var => ({
        shape: [M, width],
        data: tape.tensor(label, [M, width], 'persistent'),
        grad: tape.tensor(`d ${label}`, [M, width], 'persistent'),
      });
      const x = held('x', K);
      linear(tape, whole(x), tape.parameter('weight', [N, K]), { into: whole(held('y', N)) });
      const toInput = tape.backward.filter(({ buffers }) => Object.values(buffers).some(tensor => tensor === x.grad));
      const toWeight = tape.backward.filter(dispatch => !toInput.includes(dispatch));
      const lists = { forward: tape.forward, 'input gradient': toInput, 'weight gradient': toWeight };
      return recordedSubject(backend, lists[product]);
    },
  };
}
