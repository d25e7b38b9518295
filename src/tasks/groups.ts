/** A finite group. Element 0 is the neutral one. */
export interface Group {
  /** How each element is written. */
  readonly elements: readonly string[];
  /** The neutral element, and elements whose products are all of the group. */
  readonly generators: readonly number[];
  /** a, then b. */
  product(a: number, b: number): number;
}

export const groupNames = ['S3', 'S5', 'A5', 'A4xZ5', 'Z60', 'Z5', 'Z2'] as const;
export type GroupName = (typeof groupNames)[number];

export function groupOf(name: GroupName): Group {
  switch (name) {
    case 'S3':
      return permutations(3);
    case 'S5':
      return permutations(5);
    case 'A5':
      return permutations(5, 'even');
    case 'A4xZ5':
      return pairs(permutations(4, 'even'), sums(5));
    case 'Z60':
      return sums(60);
    case 'Z5':
      return sums(5);
    case 'Z2':
      return sums(2);
    default:
      return name satisfies never;
  }
}

/** Sums modulo n. The generator is 1. */
function sums(n: number): Group {
  return {
    elements: Array.from({ length: n }, (_, i) => String(i)),
    generators: [0, 1],
    product: (a, b) => (a + b) % n,
  };
}

/**
 * All permutations of n things, or the even ones. 312 puts the third thing first, then the first, then the second. The generators are all
 * swaps of two things, or of the even ones all turns of three.
 */
function permutations(n: number, which: 'all' | 'even' = 'all'): Group {
  const all = arrangements(n).filter(order => which === 'all' || inversions(order) % 2 === 0);
  const placeOf = new Map(all.map((order, element) => [order.join(), element]));
  const table = Int32Array.from({ length: all.length ** 2 }, (_, at) => {
    const [a, b] = [all[Math.floor(at / all.length)], all[at % all.length]];
    return placeOf.get(b.map(from => a[from]).join()) ?? 0;
  });
  const moved = all.map(order => order.filter((from, to) => from !== to).length);
  return {
    elements: all.map(order => order.map(from => from + 1).join('')),
    generators: [...moved.keys()].filter(element => moved[element] <= (which === 'all' ? 2 : 3)),
    product: (a, b) => table[a * all.length + b],
  };
}

/** Pairs of an element of each, multiplied one by one. A generator changes one of them. */
function pairs(first: Group, second: Group): Group {
  const n = second.elements.length;
  const of = (a: number, b: number): number => a * n + b;
  return {
    elements: first.elements.flatMap(a => second.elements.map(b => `${a}${subscript(b)}`)),
    generators: [...first.generators.map(a => of(a, 0)), ...second.generators.slice(1).map(b => of(0, b))],
    product: (a, b) => of(first.product(Math.floor(a / n), Math.floor(b / n)), second.product(a % n, b % n)),
  };
}

function subscript(digits: string): string {
  return String.fromCodePoint(...Array.from(digits, digit => 0x2080 + Number(digit)));
}

/** Orders of 0..n-1, sorted; the first changes nothing. */
function arrangements(n: number): number[][] {
  if (n === 0) return [[]];
  const shorter = arrangements(n - 1);
  return Array.from({ length: n }, (_, first) =>
    shorter.map(rest => [first, ...rest.map(i => (i < first ? i : i + 1))]),
  ).flat();
}

function inversions(order: readonly number[]): number {
  return order.reduce((sum, from, to) => sum + order.slice(to).filter(later => later < from).length, 0);
}
