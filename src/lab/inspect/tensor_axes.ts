import type { ProbedKind } from './probe';

interface Named {
  readonly kind: ProbedKind;
  readonly shape: readonly number[];
}

/** What the letters of a model and of the sequence stand for. */
interface Sizes {
  readonly L: number;
  readonly D: number;
  readonly V: number;
}

/** Names of the axes of a tensor, each once: what is known of them by their sizes, or their numbers from 0. */
export function tensorAxes({ kind, shape }: Named, { L, D, V }: Sizes): string[] {
  const ofSequence = kind !== 'parameter' && kind !== 'state' && shape[0] === 1 && shape[1] === L;
  const names = shape.map((extent, axis) => {
    if (ofSequence && axis < 2) return axis === 0 ? 'sequence' : 'token';
    const last = axis === shape.length - 1;
    if (last && extent === D) return 'channel';
    if (extent === V && (last || axis === 0)) return 'token of the vocabulary';
    return `axis ${axis}`;
  });
  return names.map((name, axis) => (names.indexOf(name) === axis ? name : `axis ${axis}`));
}
