import {
  fftConvolve,
  fftConvolveBackward,
  fftConvolveCopies,
  fftFilter,
} from '../../gpu/kernels/convolution/fft_convolve';
import { type FftShape, fftRoots, fftShape } from '../../gpu/kernels/convolution/fft_shape';
import { fftMerge, fftSplit } from '../../gpu/kernels/convolution/fft_split';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';

export interface LongConvolutionOptions {
  /** (L, D) */
  readonly kernel: Tensor;
  /** (D): added to the kernel's first tap. */
  readonly skip: Tensor;
  /** Records what follows the gradient of the kernel, (copies, L, D), copies to be added up. That of skip is its first tap. */
  pullKernel(dkernel: Tensor, copies: number): void;
}

/** The causal convolution of x (B, L, D) with a kernel as long, each channel by itself, by FFT: O(L log L) -> (B, L, D). */
export function longConvolution(tape: Tape, x: Var, { kernel, skip, pullKernel }: LongConvolutionOptions): Var {
  const [B, L, D] = dims(x, 3);
  const fft = new Fft(tape, L, D);
  const y = tape.variable('long convolution', x.shape);
  const filters = fft.filter(kernel, skip);
  fft.convolve(x.data, filters, y.data, B);
  if (y.grad && x.grad) {
    const copies = fftConvolveCopies(B, D, fft.shape.blocks);
    const dkernel = tape.tensor('d kernel', [copies, L, D]);
    pullKernel(dkernel, copies);
    fft.pull({ x: x.data, filters, dy: y.grad, dx: x.grad, dkernel }, B, copies);
  }
  return y;
}

interface ConvolutionTensors {
  /** (B, L, D) */
  readonly x: Tensor;
  readonly filters: Tensor;
  /** (B, L, D) */
  readonly dy: Tensor;
  /** (B, L, D) */
  readonly dx: Tensor;
  /** (copies, L, D) */
  readonly dkernel: Tensor;
}

/** Causal convolutions of rows of L by FFT: in one dispatch if an invocation takes a row; otherwise split, convolve, merge. */
class Fft {
  readonly shape: FftShape;
  readonly #tape: Tape;
  readonly #roots: Tensor;
  readonly #L: number;
  readonly #D: number;

  constructor(tape: Tape, L: number, D: number) {
    this.shape = fftShape(L);
    this.#tape = tape;
    this.#roots = rootsOf(tape, this.shape.points);
    this.#L = L;
    this.#D = D;
  }

  /** kernel (L, D), skip (D) -> what `convolve` takes. */
  filter(kernel: Tensor, skip: Tensor): Tensor {
    const { blocks, P } = this.shape;
    const filters = this.#tape.tensor('filters', [blocks, P, this.#D, 2]);
    const x = blocks > 1 ? this.#blocks('kernel blocks', 1) : kernel;
    if (blocks > 1) this.#tape.run(fftSplit, { roots: this.#roots, x: kernel, blocks: x }, this.#splitDims(1, false));
    this.#tape.run(fftFilter, { roots: this.#roots, x, skip, filters }, { L: this.#L, D: this.#D, M: blocks, P });
    return filters;
  }

  convolve(x: Tensor, filters: Tensor, y: Tensor, B: number): void {
    const roots = this.#roots;
    if (this.shape.blocks === 1) {
      this.#tape.run(fftConvolve, { roots, filters, x, y }, this.#dims(B));
      return;
    }
    const before = this.#blocks('x blocks', B);
    const after = this.#blocks('y blocks', B);
    this.#tape.run(fftSplit, { roots, x, blocks: before }, this.#splitDims(B, false));
    this.#tape.run(fftConvolve, { roots, filters, x: before, y: after }, this.#dims(B));
    this.#tape.run(fftMerge, { roots, blocks: after, y }, this.#splitDims(B, false));
  }

  pull({ x, filters, dy, dx, dkernel }: ConvolutionTensors, B: number, copies: number): void {
    const roots = this.#roots;
    const dims = { ...this.#dims(B), copies };
    if (this.shape.blocks === 1) {
      this.#tape.pull(fftConvolveBackward, { roots, filters, x, dy, dx, dkernel }, dims);
      return;
    }
    const split = {
      x: this.#blocks('x blocks', B),
      dy: this.#blocks('d y blocks', B),
      dx: this.#blocks('d x blocks', B),
      dkernel: this.#blocks('d kernel blocks', copies),
    };
    this.#tape.pull(fftMerge, { roots, blocks: split.dkernel, y: dkernel }, this.#splitDims(copies, true));
    this.#tape.pull(fftMerge, { roots, blocks: split.dx, y: dx }, this.#splitDims(B, true));
    this.#tape.pull(fftConvolveBackward, { roots, filters, ...split }, dims);
    this.#tape.pull(fftSplit, { roots, x: dy, blocks: split.dy }, this.#splitDims(B, true));
    this.#tape.pull(fftSplit, { roots, x, blocks: split.x }, this.#splitDims(B, false));
  }

  #dims(B: number) {
    return { B, L: this.#L, D: this.#D, M: this.shape.blocks, P: this.shape.P };
  }

  #splitDims(B: number, reverse: boolean) {
    const { blocks, P } = this.shape;
    return { B, L: this.#L, D: this.#D, P: blocks, M: P, reverse: reverse ? 1 : 0 };
  }

  #blocks(label: string, B: number): Tensor {
    return this.#tape.tensor(label, [B, this.shape.blocks, this.shape.P, this.#D, 2]);
  }
}

/** Roots of unity and weights, one table per tape and length. */
const tables = new WeakMap<Tape, Map<number, Tensor>>();

function rootsOf(tape: Tape, points: number): Tensor {
  const known = tables.get(tape) ?? new Map<number, Tensor>();
  tables.set(tape, known);
  const table = known.get(points) ?? tape.constant(`roots ${points}`, [2, points, 2], fftRoots(points));
  known.set(points, table);
  return table;
}
