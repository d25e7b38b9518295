import { whole } from '../format';

/** What the letters of a shape stand for; L is null until the task is loaded. */
export interface Sizes {
  readonly B: number;
  readonly L: number | null;
  readonly D: number;
  readonly V: number;
}

export function sizeWords({ B, L, D, V }: Sizes): string {
  const length = L === null ? 'L tokens each' : `L = ${whole(L)} tokens each`;
  return `B = ${whole(B)} sequences of a batch, ${length}, D = ${whole(D)} channels, V = ${whole(V)} tokens of the vocabulary.`;
}

/** Letters with their numbers: '(B, L, D) = 16 × 128 × 64'. */
export function shapeWords(letters: string, sizes: Sizes): string {
  const numbers = letters.match(/[A-Z]/g)?.map(letter => sizeOfLetter(letter, sizes)) ?? [];
  return numbers.includes(null) ? letters : `${letters} = ${numbers.join(' × ')}`;
}

function sizeOfLetter(letter: string, { B, L, D, V }: Sizes): number | null {
  switch (letter) {
    case 'B':
      return B;
    case 'L':
      return L;
    case 'D':
      return D;
    case 'V':
      return V;
    default:
      return null;
  }
}

export function dimensions(shape: readonly number[]): string {
  return shape.map(whole).join(' × ');
}
