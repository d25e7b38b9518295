import { adamw, gradientSum, TILE_FIELDS } from '../gpu/kernels/training/adamw';
import type { Tensor } from '../gpu/tensor';
import { dims } from './dims';
import type { Tape } from './tape';

/** A parameter's place in a page of the parameters, in elements. */
export interface PlacedParameter {
  /** Pages follow each other. */
  readonly page: number;
  readonly offset: number;
  readonly size: number;
  /** Weight decay applies. */
  readonly decay: boolean;
}

/** Summands of one parameter's gradient in the partials of its page: `copies` of the parameter's size, one after the other. */
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
  /** (sourceCount, 3): partials' element for element 0 of the page, stride between copies, copies. Never empty. */
  readonly sources: Int32Array<ArrayBuffer>;
  readonly tileCount: number;
  readonly sourceCount: number;
  /** Of each page: its first tile, how many it has, and its elements up to its last parameter's end. */
  readonly pages: readonly { readonly first: number; readonly tiles: number; readonly elements: number }[];
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
  const pages: { first: number; tiles: number; elements: number }[] = [];
  let sourceCount = 0;
  parameters.forEach((parameter, index) => {
    const first = pages[parameter.page]?.first ?? tiles.length / TILE_FIELDS;
    const own = contributions.filter(contribution => contribution.parameter === index);
    for (const { offset, copies } of own) sources.push(offset - parameter.offset, parameter.size, copies);
    for (let start = 0; start < parameter.size; start += size) {
      const count = Math.min(size, parameter.size - start);
      tiles.push(parameter.offset + start, count, parameter.decay ? 1 : 0, sourceCount, own.length);
    }
    sourceCount += own.length;
    const elements = parameter.offset + parameter.size;
    pages[parameter.page] = { first, tiles: tiles.length / TILE_FIELDS - first, elements };
  });
  if (sourceCount === 0) sources.push(0, 0, 0);
  return {
    tiles: Int32Array.from(tiles),
    sources: Int32Array.from(sources),
    tileCount: tiles.length / TILE_FIELDS,
    sourceCount: Math.max(1, sourceCount),
    pages,
  };
}

/** Parameters that are updated at once, since a device binds no more of them. */
export interface OptimiserPage {
  /** The summands of their gradients. */
  readonly partials: Tensor;
  /** (E), laid out as the parameters. */
  readonly gradients: Tensor;
  /** (E) */
  readonly parameters: Tensor;
  /** (2, E): first moments, then second; zero before the first step. */
  readonly moments: Tensor;
}

/** Tensors of an update. */
export interface OptimiserTensors {
  /** i32, the table's `tiles` and `sources`. */
  readonly tiles: Tensor;
  readonly sources: Tensor;
  /** As the table's; `E` is at least the `elements` there, and a multiple of four. */
  readonly pages: readonly OptimiserPage[];
  /** (tileCount) */
  readonly squares: Tensor;
  /** (8): lr, beta1, beta2, eps, weight decay, clip norm (0: none), 1 - beta1^t, 1 - beta2^t. */
  readonly hyper: Tensor;
  /** i32 (4): [0], modulo slots, is the slot of `results`. */
  readonly cursor: Tensor;
  /** (slots, 4): [3] of the slot gets the global norm before clipping. */
  readonly results: Tensor;
}

/** Sums all gradients, clips them by their global norm, and takes one AdamW step: two dispatches per page. */
export function recordOptimiser(tape: Tape, table: OptimiserTable, tensors: OptimiserTensors): void {
  const { tiles, sources, squares, hyper, cursor, results } = tensors;
  const pages = tensors.pages.map((page, index) => ({ ...page, ...table.pages[index] }));
  for (const { partials, gradients, first = 0, tiles: count = 0 } of pages)
    tape.run(gradientSum, { tiles, sources, partials, gradients, squares }, { first, count });
  for (const { gradients, parameters, moments, first = 0, tiles: count = 0, elements: least = 0 } of pages) {
    const [, elements] = dims(moments, 2);
    if (elements < least || elements % 4 > 0) throw new RangeError(`moments of ${elements} elements for ${least}`);
    tape.run(
      adamw,
      { tiles, squares, gradients, hyper, cursor, parameters, moments, results },
      { first, count, all: table.tileCount, elements, slots: dims(results, 2)[0] },
    );
  }
}
