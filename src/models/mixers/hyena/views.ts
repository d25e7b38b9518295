import { fadingRate } from '../../../gpu/kernels/convolution/decay_window';
import { lagFeatures } from '../../../gpu/kernels/convolution/lag_features';
import type { Views, ViewsCall } from '../../engine';
import type { LagsView } from '../../view';
import { fading, filterLayers, type HyenaConfig, lastLayer } from './options';

/** Channels whose filters are drawn. */
const SHOWN = 8;

/** (rows, K), weight (N, K), bias (N) or none -> (rows, N). */
function layer(x: Float64Array, weight: ArrayLike<number>, N: number, bias?: ArrayLike<number>): Float64Array {
  const K = weight.length / N;
  return Float64Array.from({ length: (x.length / K) * N }, (_, i) => {
    const [row, n] = [Math.floor(i / N), i % N];
    let sum = bias?.[n] ?? 0;
    for (let k = 0; k < K; k++) sum += x[row * K + k] * weight[n * K + k];
    return sum;
  });
}

/** filters[m] (L): M of them, with the skip at lag 0, in float64: the same network and window as in forward.ts. */
async function readFilters({ config, parameter, L, D }: ViewsCall<HyenaConfig>): Promise<Float32Array[]> {
  const { filter_order: F, emb_dim, l_max, order } = config;
  const M = (order - 1) * D;
  const own = (name: string) => parameter(`filter_fn.${name}`);
  const [skip, frequency] = [await own('bias'), await own('implicit_filter.1.freq')];
  let h: Float64Array = new Float64Array(L * emb_dim);
  lagFeatures.reference({ y: h }, { L, bands: (emb_dim - 1) / 2, period: l_max }, { y: () => undefined });
  for (const index of filterLayers(config)) {
    const name = `implicit_filter.${index}`;
    const sums = layer(h, await own(`${name}.weight`), F, await own(`${name}.bias`));
    h = sums.map((value, i) => Math.sin(frequency[i % F] * value));
  }
  h = layer(h, await own(`implicit_filter.${lastLayer(config)}.weight`), M);
  const { slow, fast } = fading(config);
  return Array.from({ length: M }, (_, m) =>
    Float32Array.from({ length: L }, (__, lag) => {
      const factor = Math.exp(-fadingRate(m, M, slow, fast) * lag) + config.shift;
      return h[lag * M + m] * factor + (lag === 0 ? skip[m] : 0);
    }),
  );
}

export const views: Views<HyenaConfig> = async call => {
  const { L, D } = call;
  const filters = await readFilters(call);
  const shown = Math.min(SHOWN, D);
  const series = Array.from({ length: shown }, (_, i) => Math.floor((i * D) / shown)).map(
    (d): LagsView['series'][number] => ({ name: `channel ${d}`, values: filters[d] }),
  );
  const mean = Float32Array.from({ length: L }, (_, lag) =>
    filters.reduce((sum, filter) => sum + Math.abs(filter[lag]) / filters.length, 0),
  );
  return [
    {
      kind: 'lags',
      key: 'filter',
      title: 'Filters',
      help: `The filters of ${shown} of ${D} channels by lag: a small network computes them, the same for every text. Lag 0 is the token itself.`,
      series,
    },
    {
      kind: 'lags',
      key: 'mean_filter',
      title: 'Filter, mean size',
      help: 'Mean absolute value of all filters: it shows how far back the block looks. It is the same for every text.',
      series: [{ name: 'mean |k|', values: mean }],
    },
  ];
};
