import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Inspection } from '../../../src/lab/inspect/inspection';
import { TokenStrip } from '../../../src/ui/inspect/token_strip';
import { smallInspection } from './fixture';

/** The rows of the strip as their texts: name first, then a cell for each token. */
function rowsOf(inspection: Inspection): string[][] {
  const html = renderToStaticMarkup(createElement(TokenStrip, { inspection, axis: { length: 4, cell: 20 } }));
  return html
    .split('<div class="token-row')
    .slice(1, 5)
    .map(row => [...row.matchAll(/<span[^>]*>([^<]*)<\/span>/g)].map(([, text = '']) => text));
}

const says = (...cells: [string, boolean][]) =>
  cells.map(([glyph, right]) => [
    { glyph, probability: 0.75, right },
    { glyph: 'z', probability: 0.25, right: false },
  ]);

test('for a text: the input, the right next token, the prediction, and whether it is right', () => {
  const text = smallInspection({
    glyphs: ['C', 'a', 'l', 'l'],
    targets: ['a', 'l', 'l', null],
    predictions: says(['C', false], ['l', true], ['l', true], ['␣', false]),
  });
  expect(rowsOf(text)).toEqual([
    ['input', 'C', 'a', 'l', 'l'],
    ['right next', 'a', 'l', 'l', ''],
    ['prediction', 'C', 'l', 'l', '␣'],
    ['2/3 right', '✗', '✓', '✓', ''],
  ]);
});

test('for a task that scores some positions: the answers there, and nothing elsewhere', () => {
  expect(rowsOf(smallInspection())).toEqual([
    ['input', 'a', '·', 'b', '?'],
    ['answer', '', '', '', 'a'],
    ['prediction', '', '', '', 'a'],
    ['1/1 right', '', '', '', '✓'],
  ]);
});

test('a token that only looks like the right one is wrong', () => {
  const alike = smallInspection({ predictions: says(['a', false], ['a', false], ['a', false], ['a', false]) });
  expect(rowsOf(alike)[3]).toEqual(['0/1 right', '', '', '', '✗']);
});
