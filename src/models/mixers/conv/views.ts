import { dilatedConv } from '../../../gpu/kernels/convolution/dilated_conv';
import type { Views, ViewsCall } from '../../engine';
import { rowsOf } from '../../view_values';
import type { ConvConfig } from './description';

export const views: Views<ConvConfig> = async call => {
  const { L, D, config } = call;
  const gates = await call.kept(dilatedConv, 'gates');
  const reach = 1 + (config.kernel - 1) * config.dilation;
  return [
    {
      kind: 'rows',
      key: 'filter',
      title: 'Filter, tanh',
      help: 'Output of each channel’s filter, before the gate.',
      rowName: 'channel',
      rows: D,
      values: rowsOf(gates, { L, rows: D, stride: 2 * D }),
      scale: { kind: 'diverging', least: -1, most: 1 },
    },
    {
      kind: 'rows',
      key: 'gate',
      title: 'Gate',
      help: 'How much of its filter’s output each channel passes on: 1 all, 0 nothing.',
      rowName: 'channel',
      rows: D,
      values: rowsOf(gates, { L, rows: D, stride: 2 * D, offset: D }),
      scale: { kind: 'sequential', least: 0, most: 1 },
    },
    {
      kind: 'lags',
      key: 'taps',
      title: 'Taps',
      help: `Mean absolute weight of filter and gate at each tap. This block sees ${reach} ${reach === 1 ? 'token' : 'tokens'}, itself included, and nothing beyond.`,
      series: [{ name: 'mean |weight|', values: await tapSizes(call) }],
    },
  ];
};

/** (L): 0 where there is no tap. */
async function tapSizes({
  L,
  config: { kernel: K, dilation },
  parameter,
}: ViewsCall<ConvConfig>): Promise<Float32Array> {
  const weight = await parameter('conv.weight');
  const sizes = new Float32Array(L);
  weight.forEach((value: number, i: number) => {
    const lag = (K - 1 - (i % K)) * dilation;
    if (lag < L) sizes[lag] += Math.abs(value) / (weight.length / K);
  });
  return sizes;
}
