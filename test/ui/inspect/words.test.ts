import { expect, test } from 'vitest';
import { inspectionJson } from '../../../src/ui/inspect/inspection_json';
import { grouped } from '../../../src/ui/inspect/view_groups';
import {
  figure,
  largestWords,
  linesSummary,
  matrixSummary,
  reachWords,
  rowsSummary,
  tokenWords,
} from '../../../src/ui/inspect/words';
import { smallInspection } from './fixture';

const inspection = smallInspection();
const views = inspection.blocks.flatMap(block => block.views);
const { glyphs } = inspection;

function viewOf<K extends (typeof views)[number]['kind']>(kind: K): Extract<(typeof views)[number], { kind: K }> {
  const found = views.find((view): view is Extract<(typeof views)[number], { kind: K }> => view.kind === kind);
  if (!found) throw new Error(`The fixture has no ${kind}.`);
  return found;
}

test('figures have three digits, and tiny ones have a power of ten', () => {
  expect([0, 0.5, 12.345, 1234, 1.23e-5, Number.NaN].map(figure)).toEqual([
    '0',
    '0.500',
    '12.3',
    '1234',
    '1.2e-5',
    '–',
  ]);
  expect(tokenWords(glyphs, 1)).toBe('token 2 “·”');
});

test('a screen reader reads the largest values and where they are', () => {
  expect(rowsSummary(viewOf('rows'), glyphs)).toBe(
    '2 rows by 4 tokens, from 0 to 1.00. Largest: 1.00 at token 3 “b”, channel 1; 0.750 at token 1 “a”, channel 1; 0.500 at token 1 “a”, channel 0.',
  );
  expect(linesSummary(viewOf('lines'), glyphs)).toContain('norm: from 1.00 to 4.00. Largest: 4.00 at token 4 “?”');
  expect(matrixSummary(viewOf('matrix'), glyphs, 3)).toContain('What token 4 “?” takes. Largest: 0.750 at token 1 “a”');
  expect(largestWords(new Float32Array(4), glyphs)).toBe('All are zero.');
});

test('neighbouring maps stand side by side, in the order of the block', () => {
  const [rows, lines, matrix, lags] = [viewOf('rows'), viewOf('lines'), viewOf('matrix'), viewOf('lags')];
  expect(grouped([matrix, matrix, rows, lags, lines, lags])).toEqual([
    { kind: 'matrix', views: [matrix, matrix] },
    { kind: 'rows', view: rows },
    { kind: 'lags', views: [lags] },
    { kind: 'lines', view: lines },
    { kind: 'lags', views: [lags] },
  ]);
});

test('the file holds every drawn number, and null for NaN', () => {
  const request = { contender: 0, input: { kind: 'example', index: 2 }, position: null } as const;
  const shown = { runId: 1, request, inspection, step: 30, seconds: 5 };
  const read: unknown = JSON.parse(inspectionJson(shown, null, { name: 'Mamba', seed: 4, blocks: [] }));
  expect(read).toMatchObject({
    contender: { name: 'Mamba', seed: 4 },
    step: 30,
    request,
    inspection: {
      loss: [null, null, null, 0.25],
      reach: { position: 3, norms: [0.5, 0, 0.125, 0.25] },
      blocks: [{ title: 'Mamba', views: [{ key: 'delta', values: [0.5, 0, 0.25, 0, 0.75, 0.125, 1, 0] }, {}, {}, {}] }],
    },
  });
});

test('reach is 0 only outside the receptive field; a norm of 0 within it is too small for this device’s numbers', () => {
  const reach = { norms: Float32Array.of(0, 0, 2e-9, 0.5, 0), position: 3 };
  const words = (seen: readonly boolean[]): string[] => [0, 1, 2, 3, 4].map(token => reachWords(reach, token, seen));
  expect(words([true, true, true, false])).toEqual([
    '0',
    'too small for this device’s numbers',
    '2.0e-9',
    '0.500',
    '0',
  ]);
  // Between the taps of a convolution a 0 is exact, too.
  expect(words([true, true, false, true])).toEqual([
    'too small for this device’s numbers',
    '0',
    '2.0e-9',
    '0.500',
    '0',
  ]);
});
