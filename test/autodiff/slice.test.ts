import { describe, expect, it } from 'vitest';
import { dims, rowsAndWidth } from '../../src/autodiff/dims';
import { region, rowsOf, slice, whole } from '../../src/autodiff/slice';
import { Tape } from '../../src/autodiff/tape';

const tape = new Tape({ training: true });
const rows = tape.variable('rows', [2, 3, 7]);

describe('a slice', () => {
  it('must lie within its rows', () => {
    expect(slice(rows, 2, 5)).toMatchObject({ rows: 6, stride: 7, offset: 2, width: 5 });
    expect(() => slice(rows, 3, 5)).toThrow('columns 3..8 of rows of 7');
  });

  it('has a region of its own unless it is the whole tensor', () => {
    expect(region(slice(rows, 2, 5), 5)).toBe('2:5');
    expect(region(whole(rows), 7)).toBe('');
  });

  it('shares its rows with others, or not', () => {
    expect(rowsOf(slice(rows, 0, 2), slice(rows, 2, 5))).toBe(rows);
    const others = tape.variable('others', [2, 3, 7]);
    expect(() => rowsOf(slice(rows, 0, 2), whole(others))).toThrow("'rows', 'others' are not the same rows");
  });
});

describe('dims', () => {
  it('have the requested rank, for a Var, a Parameter, or a tensor', () => {
    expect(dims(rows, 3)).toEqual([2, 3, 7]);
    expect(dims(tape.parameter('weight', [4]), 1)).toEqual([4]);
    expect(dims(rows.data, 3)).toEqual([2, 3, 7]);
    expect(() => dims(rows.data, 4)).toThrow("'rows' is [2,3,7], which is not of 4 dimensions");
    expect(() => dims(rows, 2)).toThrow("'rows' is [2,3,7], which is not of 2 dimensions");
    expect(rowsAndWidth(rows)).toEqual([6, 7]);
    expect(() => rowsAndWidth({ ...rows, shape: [] })).toThrow("'rows' has no dimension");
  });
});
