import type { LinesView } from '../../models/view';
import type { StreamFigures } from './kept_forward';
import type { StateNorms } from './state_trace';

/** The size of what a block carries, by token. */
export function stateView({ all, series }: StateNorms): LinesView {
  const parts = series.length > 1 ? series : [];
  return {
    kind: 'lines',
    key: 'carried_size',
    title: 'Carried state',
    unit: 'RMS',
    log: farApart(series.map(({ values }) => values)),
    help: 'Root mean square of what the block carries after each token, of all its numbers and of each of its parts. It rises where the block writes, and falls where it forgets.',
    series: [{ name: 'all', values: all }, ...parts],
  };
}

/** On a linear axis some of the lines would lie on zero. */
function farApart(lines: readonly Float32Array[]): boolean {
  const tops = lines.map(values => values.reduce((a, b) => Math.max(a, b), 0)).filter(top => top > 0);
  return Math.max(...tops) > 10 * Math.min(...tops);
}

/** The size of the residual stream after a block, and of what its layers add. `kinds`: what the layers are. */
export function streamView(layers: StreamFigures['layers'], kinds: readonly string[]): LinesView {
  const last = layers.at(-1);
  return {
    kind: 'lines',
    key: 'stream_size',
    title: 'Residual stream',
    unit: 'RMS',
    help: 'Root mean square of the stream after the block, and of what the block adds to it. A block that adds little beside the stream does little at that token.',
    series: [
      { name: 'stream', values: last?.stream ?? new Float32Array() },
      ...layers.map(({ added }, i) => ({ name: `added by the ${kinds[i] ?? 'layer'}`, values: added })),
    ],
  };
}
