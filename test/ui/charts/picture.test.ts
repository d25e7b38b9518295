import { expect, test } from 'vitest';
import { originWords } from '../../../src/ui/charts/origin';
import { PICTURE_WIDTH, type Picture, pictureSvg } from '../../../src/ui/charts/picture/picture_svg';
import { escaped } from '../../../src/ui/charts/picture/xml';

const look = {
  colour: (colour: string) => (colour.startsWith('var') ? '#123456' : colour),
  family: 'system-ui, "Segoe UI"',
  measure: (text: string) => 6 * text.length,
};
const axis = (label: string, to: number) => ({ label, domain: [0, to] as const, log: false, format: String });
const rows = Array.from({ length: 50 }, (_, i) => ({
  x: i,
  values: {
    a: 3 - i / 25,
    b: i % 2 === 0 ? 1 : null,
    'a-low': 2 - i / 25,
    'a-high': 4 - i / 25,
    few: i < 3 ? i : null,
  },
}));
const picture: Picture = {
  title: 'Loss <& more>',
  unit: 'nats per token',
  legend: ['LSTM', 'Mamba “2”', '</svg>'].map((name, slot) => ({ slot, name, value: '1.23' })),
  source: {
    rows,
    lines: ['a', 'b', 'few'].map((key, i) => ({
      key,
      colour: `var(--contender-${i})`,
      width: 2,
      dash: i === 1 ? '7 3' : '',
    })),
    bands: [{ key: 'a', colour: 'var(--contender-0)' }],
    baselines: [{ name: 'chance', y: 2.5 }],
    x: axis('Step', 49),
    y: axis('nats', 4),
  },
  origin: 'Parity race 0123abcd · CPU · Unroll',
  about: '{"config": "]]>"}',
};

/** The names of elements, in order, of well-formed XML. Throws for anything else. */
function elements(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [, close, name = '', attributes = '', empty] of xml.matchAll(
    /<(\/?)(\w+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g,
  )) {
    if (close) expect(open.pop()).toBe(name);
    else {
      names.push(name);
      if (!empty) open.push(name);
    }
    expect(attributes).not.toMatch(/NaN|undefined|Infinity/);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
  return names;
}

test('a picture is well-formed SVG with title, unit, legend, axes, curves, band, baseline, and origin', () => {
  const svg = pictureSvg(picture, look);
  const names = elements(svg);
  const count = (name: string) => names.filter(own => own === name).length;
  expect(count('polyline')).toBe(3);
  expect(count('polygon')).toBe(1);
  expect(count('circle'), 'dots of the short line alone').toBe(3);
  for (const words of ['Loss &lt;&amp; more&gt;', 'nats per token', 'Mamba “2”', 'chance', 'Step', picture.origin])
    expect(svg).toContain(`>${words}<`);
  expect(svg).toContain('stroke-dasharray="7 3"');
  expect(svg).toContain('font-family="system-ui, &quot;Segoe UI&quot;"');
  expect(svg).not.toContain('var(');
});

test('a long legend goes on in a further row, and the plot below it', () => {
  const legend = Array.from({ length: 8 }, (_, slot) => ({
    slot,
    name: 'A contender with a long name',
    value: '1.234',
  }));
  const heightOf = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);
  const svg = pictureSvg({ ...picture, legend }, look);
  expect(heightOf(svg)).toBeGreaterThan(heightOf(pictureSvg(picture, look)));
  const places = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>A contender/g)].map(([, x]) => Number(x));
  expect(places).toHaveLength(8);
  expect(Math.max(...places)).toBeLessThan(PICTURE_WIDTH);
});

test('text is XML, whatever it holds', () => {
  expect(escaped('a<b>&"\u0000\ud800c')).toBe('a&lt;b&gt;&amp;&quot;  c');
});

test('the origin has the same hash for the same config', () => {
  const words = (config: unknown) => originWords({ what: 'Parity race', config, adapter: null });
  expect(words({ a: 1 })).toMatch(/^Parity race [0-9a-f]{8} · unknown adapter · Unroll$/);
  expect(words({ a: 1 })).toBe(words({ a: 1 }));
  expect(words({ a: 1 })).not.toBe(words({ a: 2 }));
});
