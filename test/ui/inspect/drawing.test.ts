import { describe, expect, test } from 'vitest';
import { conePoints, coneWidths } from '../../../src/ui/inspect/cone';
import { colourCells, poolRows } from '../../../src/ui/inspect/heat_map';
import { pathOf } from '../../../src/ui/inspect/line_path';
import {
  colourTable,
  endsOf,
  measuredRoot,
  middleOfScale,
  rampOf,
  rooted,
  rounded,
  shadeOf,
} from '../../../src/ui/inspect/palette';
import { keyTarget } from '../../../src/ui/inspect/strip_keys';
import { gutter, inView, middleOf, scrollTo, tokenAt, tokenAxis, widthOf } from '../../../src/ui/inspect/token_axis';
import { heightOf, roundUp, ticksOf } from '../../../src/ui/inspect/value_axis';

const glyphs = (length: number, glyph = 'a') => Array.from({ length }, () => glyph);

describe('token axis', () => {
  test('fills the width, with cells neither too small to read nor too wide', () => {
    expect(tokenAxis(glyphs(50), gutter + 1040).cell).toBe(20);
    expect(tokenAxis(glyphs(50), gutter + 320).cell).toBe(16);
    expect(tokenAxis(glyphs(5), gutter + 1000).cell).toBe(36);
    expect(tokenAxis(glyphs(50, 'a12'), 400).cell).toBe(25);
    expect(tokenAxis(glyphs(50), 400, ['a', 'a12']).cell).toBe(25);
    expect([200, 2000].map(room => inView(tokenAxis(glyphs(50), gutter + room), gutter + room))).toEqual([12, 50]);
  });

  test('finds a token at its place, and none beside the tokens', () => {
    const axis = tokenAxis(glyphs(50), 800);
    for (const token of [0, 17, 49]) expect(tokenAt(axis, gutter + middleOf(axis, token))).toBe(token);
    expect(tokenAt(axis, gutter - 1)).toBeNull();
    expect(tokenAt(axis, gutter + widthOf(axis))).toBeNull();
  });

  test('scrolls no more than is needed to show a token', () => {
    const axis = { length: 100, cell: 20 };
    const room = gutter + 400;
    expect(scrollTo(axis, 10, 0, room)).toBe(0);
    expect(scrollTo(axis, 99, 0, room)).toBe(99 * 20 + 20 + 80 - 400);
    expect(scrollTo(axis, 5, 1000, room)).toBe(20);
    expect(scrollTo(axis, 0, 1000, room)).toBe(0);
  });

  test('keys move the chosen token and stop at the ends', () => {
    expect(keyTarget('ArrowRight', 3, 10)).toBe(4);
    expect(keyTarget('ArrowLeft', 0, 10)).toBe(0);
    expect(keyTarget('PageUp', 3, 10)).toBe(9);
    expect(keyTarget('Home', 3, 10)).toBe(0);
    expect(keyTarget('End', 3, 10)).toBe(9);
    expect(keyTarget('a', 3, 10)).toBeNull();
    expect(keyTarget('Enter', 3, 10)).toBeNull();
  });
});

describe('colours', () => {
  const luminance = (colour: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = colour.map(c =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const luminances = (kind: 'sequential' | 'diverging', theme: 'light' | 'dark') => {
    const table = colourTable(kind, theme);
    return Array.from({ length: 256 }, (_, i) => luminance([...table.subarray(4 * i, 4 * i + 3)]));
  };

  test.each(['light', 'dark'] as const)('lightness alone shows the amount in %s', theme => {
    const sign = theme === 'light' ? -1 : 1;
    const rising = (values: readonly number[]) =>
      values.every((v, i) => i === 0 || sign * (v - (values[i - 1] ?? 0)) >= -1e-3);
    expect(rising(luminances('sequential', theme))).toBe(true);
    const both = luminances('diverging', theme);
    expect(rising(both.slice(128))).toBe(true);
    expect(rising(both.slice(0, 128).reverse())).toBe(true);
    expect(Math.max(...both) - Math.min(...both)).toBeGreaterThan(0.6);
  });

  test('zero has the colour of the background, and the ends of a diverging scale are equally far from it', () => {
    expect(endsOf({ kind: 'diverging', least: -0.5, most: 2 })).toEqual([-2, 2]);
    expect(endsOf({ kind: 'sequential', least: 0, most: 2 })).toEqual([0, 2]);
    expect(rampOf('sequential', 'light')[0]).toBe(rampOf('diverging', 'light')[3]);
    expect(rampOf('sequential', 'dark')[0]).toBe(rampOf('diverging', 'dark')[3]);
  });

  test('values beyond the ends take the colours of the ends; NaN is transparent', () => {
    const scale = { kind: 'sequential', least: 0, most: 2 } as const;
    expect([-1, 0, 2, 3].map(value => shadeOf(value, scale))).toEqual([0, 0, 255, 255]);
    expect(shadeOf(5, { ...scale, least: 1, most: 1 })).toBe(0);
    const grid = { rows: 1, columns: 3, values: Float32Array.of(0, 1, Number.NaN) };
    const cells = colourCells(grid, { kind: 'sequential', least: 0, most: 1 }, 'light');
    expect([...cells]).toEqual([0xf7, 0xf8, 0xf9, 255, 0x08, 0x2f, 0x5b, 255, 0, 0, 0, 0]);
  });

  test('the square root gives small amounts more of the colours, on both sides of 0', () => {
    const scale = { kind: 'sequential', least: 0, most: 1 } as const;
    expect([0, 0.25, 1].map(value => shadeOf(value, rooted(scale)))).toEqual([0, 128, 255]);
    expect(middleOfScale(rooted(scale))).toBe(0.25);
    expect(middleOfScale(scale)).toBeNull();
    const signed = rooted({ kind: 'diverging', least: -1, most: 1 });
    expect([-1, -0.25, 0, 0.25, 1].map(value => shadeOf(value, signed))).toEqual([0, 64, 128, 191, 255]);
  });

  test('shares have linear colours, measured amounts those of their square root', () => {
    expect(measuredRoot({ kind: 'sequential', least: 0, most: 1 }).root).toBeUndefined();
    expect(measuredRoot({ kind: 'diverging', least: -2, most: 2 }).root).toBeUndefined();
    expect(measuredRoot({ kind: 'sequential', least: 0, most: 0.587 })).toEqual({
      kind: 'sequential',
      least: 0,
      most: 0.6,
      root: true,
    });
  });

  test('scales end at round numbers', () => {
    expect(rounded({ kind: 'sequential', least: 0, most: 0.0948 })).toEqual({
      kind: 'sequential',
      least: 0,
      most: 0.1,
    });
    expect(rounded({ kind: 'diverging', least: -1.4, most: 1.4 })).toEqual({
      kind: 'diverging',
      least: -1.5,
      most: 1.5,
    });
    expect(rounded({ kind: 'sequential', least: 0, most: 1 })).toEqual({ kind: 'sequential', least: 0, most: 1 });
  });

  test('rows that do not fit are merged, and the value of largest magnitude stays', () => {
    const grid = { rows: 4, columns: 2, values: Float32Array.of(1, 0, -3, 0.5, 0, 2, 1, -1) };
    expect(poolRows(grid, 2)).toEqual({ rows: 2, columns: 2, values: Float32Array.of(-3, 0.5, 1, 2) });
    expect(poolRows(grid, 4)).toEqual(grid);
  });
});

describe('lines and cones', () => {
  test('a line has a gap where there is no value, and where a log axis has none', () => {
    const axis = { least: 0, most: 10, log: false, height: 100 };
    expect(pathOf([0, Number.NaN, 5, 10], i => i, axis)).toBe('M0.0 100.0M2.0 50.0L3.0 0.0');
    expect(pathOf([0, 1, 100], i => i, { ...axis, least: 1, most: 100, log: true })).toBe('M1.0 100.0L2.0 0.0');
  });

  test('axes end at round numbers and have ticks in between', () => {
    expect([0.0123, 0.9, 1, 1.1, 7, 95].map(roundUp)).toEqual([0.015, 1, 1, 1.5, 8, 100]);
    expect(roundUp(0)).toBe(1);
    expect(ticksOf({ least: 0, most: 4, log: false, height: 50 })).toEqual([0, 2, 4]);
    expect(heightOf({ least: 0, most: 4, log: false, height: 50 }, 1)).toBe(37.5);
  });

  test('the cone widens by what each block sees, from the last block to the first', () => {
    expect(coneWidths([2, 4, 10])).toEqual([1, 10, 13, 14]);
    expect(conePoints([1, 3], 4, 10, 20)).toBe('40,20 20,0 50,0 50,20');
    expect(conePoints([1, 9], 4, 10, 20)).toBe('40,20 0,0 50,0 50,20');
  });
});
