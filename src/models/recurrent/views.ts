import type { HostArray } from '../../gpu/dtype';
import type { BlockView, RowsView } from '../view';
import { aroundZero, rowsOf } from '../view_values';

type Range = 'gate' | 'tanh' | 'any';

interface Units {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  readonly range: Range;
}

function scaleOf(range: Range, values: Float32Array): RowsView['scale'] {
  switch (range) {
    case 'gate':
      return { kind: 'sequential', least: 0, most: 1 };
    case 'tanh':
      return { kind: 'diverging', least: -1, most: 1 };
    case 'any':
      return aroundZero(values);
    default:
      return range satisfies never;
  }
}

/** Views of values (L, units · H), H of them each. */
export function unitsViews(values: HostArray, L: number, units: readonly Units[]): BlockView[] {
  const stride = values.length / L;
  const H = stride / units.length;
  return units.map(({ key, title, help, range }, at) => {
    const own = rowsOf(values, { L, rows: H, stride, offset: at * H });
    return { kind: 'rows', key, title, help, rowName: 'unit', rows: H, values: own, scale: scaleOf(range, own) };
  });
}

/** Of h (L, H). */
export function memoryViews(h: HostArray, L: number): BlockView[] {
  const help = 'What each unit remembers, and shows. A long stripe is a value that is kept.';
  return unitsViews(h, L, [{ key: 'hidden', title: 'Memory h', help, range: 'tanh' }]);
}
