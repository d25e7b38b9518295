import { adamw, gradientSum } from '../gpu/kernels/training/adamw';
import type { Tensor } from '../gpu/tensor';
import { dims } from './dims';
import type { Tape } from './tape';

/** A parameter's place in the parameter arena, in elements. */
export interface PlacedParameter {
  readonly offset: number;
  readonly size: number;
  /** Weight decay applies. */
  readonly decay: boolean;
}

/** Summands of one parameter's gradient in the partials' arena: `copies` of the parameter's size, one after the other. */
export interface Contribution {
  /** Index into the parameters. */
  readonly parameter: number;
  /** In elements. */
  readonly offset: number;
  readonly copies: number;
}

/** Tables for the optimiser's kernels: which elements and summands belong to which parameter. Written to the device once. */
export interface OptimiserTable {
  /** (tileCount, 5): start, count, decay, first source, sources. No tile spans two parameters. */
  readonly tiles: Int32Array<ArrayBuffer>;
  /** (sourceCount, 3): partials' element for arena element 0, stride between copies, copies. Never empty. */
  readonly sources: Int32Array<ArrayBuffer>;
  readonly tileCount: number;
  readonly sourceCount: number;
  /** Elements of the parameter arena up to the last parameter's end. */
  readonly elements: number;
}

/** Every workgroup of `adamw` reads one number per tile, so there should be few tiles; but a GPU needs many workgroups. */
const MOST_TILES = 1024;
const SMALLEST_TILE = 512;

/** A power of two such that `elements` make at most about MOST_TILES tiles. */
export function tileSize(elements: number): number {
  let size = SMALLEST_TILE;
  while (size * MOST_TILES < elements) size *= 2;
  return size;
}

/** Splits the parameters into tiles of `size` elements and lists the places of the summands of each gradient. */
export function buildOptimiserTable(
  parameters: readonly PlacedParameter[],
  contributions: readonly Contribution[],
  size = tileSize(parameters.reduce((sum, parameter) => sum + parameter.size, 0)),
): OptimiserTable {
  const tiles: number[] = [];
  const sources: number[] = [];
  let sourceCount = 0;
  parameters.forEach((parameter, index) => {
    const own = contributions.filter(contribution => contribution.parameter === index);
    for (const { offset, copies } of own) sources.push(offset - parameter.offset, parameter.size, copies);
    for (let start = 0; start < parameter.size; start += size) {
      const count = Math.min(size, parameter.size - start);
      tiles.push(parameter.offset + start, count, parameter.decay ? 1 : 0, sourceCount, own.length);
    }
    sourceCount += own.length;
  });
  if (sourceCount === 0) sources.push(0, 0, 0);
  return {
    tiles: Int32Array.from(tiles),
    sources: Int32Array.from(sources),
    tileCount: tiles.length / 5,
    sourceCount: Math.max(1, sourceCount),
    elements: parameters.reduce((most, { offset, size: own }) => Math.max(most, offset + own), 0),
  };
}

/** Tensors of an update; `E` is at least the table's `elements`. */
export interface OptimiserTensors {
  /** i32, the table's `tiles` and `sources`. */
  readonly tiles: Tensor;
  readonly sources: Tensor;
  /** The partials' arena. */
  readonly partials: Tensor;
  /** (E), laid out as the parameters. */
  readonly gradients: Tensor;
  /** (tileCount) */
  readonly squares: Tensor;
  /** (8): lr, beta1, beta2, eps, weight decay, clip norm (0: none), 1 - beta1^t, 1 - beta2^t. */
  readonly hyper: Tensor;
  /** i32 (4): [0], modulo slots, is the slot of `results`. */
  readonly cursor: Tensor;
  /** (E), the parameter arena. */
  readonly parameters: Tensor;
  /** (2, E): first moments, then second; zero before the first step. */
  readonly moments: Tensor;
  /** (slots, 4): [3] of the slot gets the global norm before clipping. */
  readonly results: Tensor;
}

/** Sums all gradients, clips them by their global norm, and takes one AdamW step: two dispatches. */
export function recordOptimiser(tape: Tape, table: OptimiserTable, tensors: OptimiserTensors): void {
  const { tiles, sources, partials, gradients, squares, hyper, cursor, parameters, moments, results } = tensors;
  const [, elements] = dims(moments, 2);
  if (elements < table.elements) throw new RangeError(`moments of ${elements} elements for ${table.elements}`);
  tape.run(gradientSum, { tiles, sources, partials, gradients, squares }, { tiles: table.tileCount });
  tape.run(
    adamw,
    { tiles, squares, gradients, hyper, cursor, parameters, moments, results },
    { tiles: table.tileCount, elements, slots: dims(results, 2)[0] },
  );
}
