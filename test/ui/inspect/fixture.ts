import type { Inspection } from '../../../src/lab/inspect/inspection';
import type { BlockView } from '../../../src/models/view';

/** An inspection of four tokens with a view of each kind. */
export function smallInspection(change: Partial<Inspection> = {}): Inspection {
  return {
    omitted: 0,
    glyphs: ['a', '·', 'b', '?'],
    targets: [null, null, null, 'a'],
    predictions: ['a', '·', 'b', 'a'].map(glyph => [
      { glyph, probability: 0.75, right: glyph === 'a' },
      { glyph: 'c', probability: 0.25, right: false },
    ]),
    loss: Float32Array.of(Number.NaN, Number.NaN, Number.NaN, 0.25),
    blocks: [{ title: 'Mamba', views: [rows, lines, matrix, lags] }],
    reach: { position: 3, norms: Float32Array.of(0.5, 0, 0.125, 0.25), receptiveField: null },
    positions: null,
    induction: null,
    ...change,
  };
}

const words = (key: string) => ({ key, title: key, help: `What ${key} is.` });

const rows: BlockView = {
  ...words('delta'),
  kind: 'rows',
  rowName: 'channel',
  rows: 2,
  values: Float32Array.of(0.5, 0, 0.25, 0, 0.75, 0.125, 1, 0),
  scale: { kind: 'sequential', least: 0, most: 1 },
};

const lines: BlockView = {
  ...words('state'),
  kind: 'lines',
  series: [{ name: 'norm', values: Float32Array.of(1, 2, 3, 4) }],
};

const matrix: BlockView = {
  ...words('attention'),
  kind: 'matrix',
  values: Float32Array.of(1, 0, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.25, 0.5, 0, 0.75, 0, 0.125, 0.125),
  scale: { kind: 'sequential', least: 0, most: 1 },
};

const lags: BlockView = {
  ...words('kernel'),
  kind: 'lags',
  series: [{ name: 'channel 1', values: Float32Array.of(1, 0.5, 0.25, 0) }],
};
