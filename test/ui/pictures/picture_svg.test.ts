import { describe, expect, test } from 'vitest';
import { configHash, configOf, evidenceRuns } from '../../../scripts/evidence-runs';
import { contenderLine } from '../../../src/ui/charts/axis';
import { shareScale } from '../../../src/ui/experiments/heat_scale';
import { captionOf } from '../../../src/ui/pictures/caption';
import type { CellsPicture, GridPicture, LinesPicture } from '../../../src/ui/pictures/picture';
import { pictureSvg } from '../../../src/ui/pictures/picture_svg';
import { pictureName } from '../../../src/ui/pictures/save_picture';
import { plainLook } from '../../support/look';
import { named, parseXml } from '../../support/xml';

const origin = { about: 'Text, step 640 of 2,000', file: 'text step 640', config: {}, adapter: 'Test adapter' };
const evil = `<b>"A" & 'B'</b>\u0000\ud800`;

/** Three lines of 40 points, one with gaps and values that no log axis shows; the first has a band. */
function lines(log: boolean, points = 40): LinesPicture {
  const rows = Array.from({ length: points }, (_, i) => ({
    x: i,
    values: {
      a: 3 - i / 20,
      'a-low': 2.9 - i / 20,
      'a-high': 3.1 - i / 20,
      b: i % 3 === 0 ? 2 : null,
      c: i === 0 ? 0 : -1 + i,
    },
  }));
  const axis = (label: string, domain: readonly [number, number], isLog = false) => ({
    label,
    domain,
    log: isLog,
    format: String,
  });
  return {
    kind: 'lines',
    title: 'Loss',
    unit: 'nats per token',
    legend: [evil, 'LSTM', 'Conv'].map((name, slot) => ({ slot, name, value: '1.23' })),
    origin,
    plot: {
      rows,
      lines: [contenderLine('a', 0), contenderLine('b', 1), { ...contenderLine('c', 2), opacity: 0.32 }],
      bands: [{ key: 'a', colour: 'var(--contender-0)' }],
      baselines: [{ name: `guess ${evil}`, y: 2.5 }],
      x: axis('step', [0, points]),
      y: axis('nats', [0.1, 40], log),
    },
  };
}

describe('the picture of a chart', () => {
  test('has the notes of the visitor, by number where their words have no room', () => {
    const plain = lines(false);
    const marks = [
      { number: 1, text: `warm-up ends ${evil}`, from: 5, to: 5 },
      { number: 2, text: 'the rate falls', from: 20, to: 22 },
      { number: 3, text: 'crowded', from: 23, to: 23 },
    ];
    const { svg } = pictureSvg({ ...plain, plot: { ...plain.plot, marks } }, '', plainLook);
    expect(named(parseXml(svg), 'path')).toHaveLength(3);
    expect(svg).toContain('>1 warm-up ends');
    expect(svg).toContain('>2<');
    expect(svg).toContain('>3 crowded<');
  });

  test.each([false, true])('is well-formed SVG with a path for each line, and no number is missing (log: %s)', log => {
    const { svg, width, height } = pictureSvg(lines(log), 'Unroll · config 0123', plainLook);
    const root = parseXml(svg);
    expect(root.name).toBe('svg');
    expect(root.attributes).toMatchObject({ width: String(width), height: String(height) });
    expect(named(root, 'path')).toHaveLength(3);
    expect(named(root, 'polygon')).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const words of ['Loss', 'nats per token', 'step', 'LSTM', '1.23', 'Unroll · config 0123'])
      expect(root.text).toContain(words);
    expect(JSON.parse(named(root, 'desc')[0]?.text ?? '')).toEqual(origin);
    for (const part of ['script', 'style', 'foreignObject', 'image']) expect(named(root, part)).toEqual([]);
  });

  test('keeps the dashes and widths of the lines, and a gap in a line is joined as on the canvas', () => {
    const [first, second, third] = named(parseXml(pictureSvg(lines(false), '', plainLook).svg), 'path');
    expect(first?.attributes['stroke-dasharray']).toBeUndefined();
    expect(second?.attributes).toMatchObject({ 'stroke-dasharray': '7 3', 'stroke-width': '2' });
    expect(third?.attributes['stroke-opacity']).toBe('0.32');
    expect(second?.attributes.d?.match(/[ML]/g)).toHaveLength(14);
  });

  test('holds any name as text', () => {
    const root = parseXml(pictureSvg(lines(false), evil, plainLook).svg);
    const shown = `<b>"A" & 'B'</b>\ufffd\ufffd`;
    expect(named(root, 'b')).toEqual([]);
    const texts = named(root, 'text').map(({ text }) => text);
    expect(texts).toContain(shown);
    expect(texts).toContain(`guess ${shown}`);
  });

  test('has dots where there are few points', () => {
    const dots = (points: number) => named(parseXml(pictureSvg(lines(false, points), '', plainLook).svg), 'circle');
    expect(dots(6).length).toBe(6 + 2 + 6);
    expect(dots(40)).toEqual([]);
  });

  test('wraps a legend that is too long for one line, within the picture', () => {
    const picture = {
      ...lines(false),
      legend: Array.from({ length: 8 }, (_, slot) => ({ slot, name: 'W'.repeat(60), value: '1' })),
    };
    const root = parseXml(pictureSvg(picture, 'a caption of many words '.repeat(20), plainLook).svg);
    const names = named(root, 'text').filter(({ text }) => text.startsWith('WWW'));
    expect(names).toHaveLength(8);
    for (const { text, attributes } of names) {
      expect(text.endsWith('…')).toBe(true);
      expect(Number(attributes.x) + plainLook.measure(text, 12)).toBeLessThan(720);
    }
    expect(named(root, 'text').filter(({ text }) => text.includes('caption')).length).toBeGreaterThan(2);
  });
});

test('the picture of a heat map has every cell once, in one path for each colour', () => {
  const values = Float32Array.of(0, 0, 1, Number.NaN, 0.5, 0.5);
  const picture: CellsPicture = {
    kind: 'cells',
    title: 'Attention, head 1',
    unit: 'weight',
    origin,
    grid: { rows: 2, columns: 3, values },
    scale: { kind: 'sequential', least: 0, most: 1, root: true },
    columns: ['<', '&', 'c'],
    rows: null,
    down: '2 heads',
  };
  const root = parseXml(pictureSvg(picture, '', plainLook).svg);
  const paths = named(root, 'path');
  expect(paths).toHaveLength(3);
  const cells = paths.flatMap(({ attributes }) =>
    [...(attributes.d ?? '').matchAll(/h(\d+)v/g)].map(([, w]) => Number(w) / 18),
  );
  expect(cells.reduce((sum, n) => sum + n, 0)).toBe(5);
  expect(root.text).toContain('weight');
  expect(named(root, 'text').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['<', '&', 'c', '2 heads', '0.25']),
  );
  expect(named(root, 'stop').length).toBeGreaterThan(2);
});

test('the picture of a table of shares has the number of each cell with its interval', () => {
  const picture: GridPicture = {
    kind: 'grid',
    title: 'Accuracy',
    unit: 'Accuracy by contender, in %',
    origin,
    grid: {
      rows: [evil, 'LSTM'],
      columns: [8, 16],
      cells: [
        [
          { value: 1, why: '' },
          { value: 0.5, why: '', interval: [0.4, 0.6] },
        ],
        [{ value: null, why: 'diverged' }, undefined],
      ],
    },
    head: String,
    scale: shareScale,
    slots: new Map([['LSTM', 0]]),
  };
  const texts = named(parseXml(pictureSvg(picture, '', plainLook).svg), 'text').map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['8', '16', '100', '50.0', '40.0–60.0', '–', 'LSTM']));
});

test('the caption has the hash that the evidence of the tour has for the same config', async () => {
  const [run] = evidenceRuns().values();
  const config = run ? configOf(run) : {};
  const caption = await captionOf({ ...origin, config }, new Date('2026-11-30T12:00:00Z'));
  expect(caption).toBe(`Unroll · Text, step 640 of 2,000 · config ${configHash(config)} · Test adapter · 2026-11-30`);
});

test('the name of the file says what it is', () => {
  expect(pictureName({ title: 'Loss', origin }, 'svg')).toBe('unroll-loss-text-step-640.svg');
  expect(pictureName({ title: '../../<x>', origin }, 'png')).toBe('unroll-x-text-step-640.png');
});
