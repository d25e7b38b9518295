import { causalConv } from '../../../autodiff/ops/causal_conv';
import { implicitConvolutions } from '../../../autodiff/ops/implicit_filter';
import { linear } from '../../../autodiff/ops/linear';
import { productColumns } from '../../../autodiff/ops/product_columns';
import { sine } from '../../../autodiff/ops/sine';
import { slice, whole } from '../../../autodiff/slice';
import type { Var } from '../../../autodiff/tape';
import { LONGEST_FFT } from '../../../gpu/kernels/convolution/fft_shape';
import { lagFeatures } from '../../../gpu/kernels/convolution/lag_features';
import type { Forward, ForwardCall } from '../../engine';
import { ModelError } from '../../mixer';
import { fading, filterLayers, type HyenaConfig, lastLayer } from './options';

/** (length, M): the filters before they fade, by a network of sines. */
function filtersOf({ tape, config, parameter }: ForwardCall<HyenaConfig>, length: number): Var {
  const shape = [length, config.emb_dim];
  let h: Var = { shape, data: tape.tensor('lags', shape) };
  tape.run(lagFeatures, { y: h.data }, { L: length, bands: (config.emb_dim - 1) / 2, period: config.l_max });
  const layer = (index: number): string => `filter_fn.implicit_filter.${index}`;
  for (const index of filterLayers(config)) {
    const own = { weight: parameter(`${layer(index)}.weight`), bias: parameter(`${layer(index)}.bias`) };
    h = sine(tape, linear(tape, whole(h), own.weight, { bias: own.bias }), parameter(`${layer(1)}.freq`));
  }
  return linear(tape, whole(h), parameter(`${layer(lastLayer(config))}.weight`));
}

/** A row of a token: x0 to x(n-1) and v from in_proj, then as the short convolution gives them. */
export const forward: Forward<HyenaConfig> = call => {
  const { tape, config, parameter, x, residual, B, L, D, carry } = call;
  const n = config.order;
  if (carry && tape.training) {
    throw new ModelError(
      'Hyena cannot train from carried state: its long convolution has no backward pass for a cache',
    );
  }
  if (!carry && L > LONGEST_FFT) {
    const [most, given] = [LONGEST_FFT, L].map(length => length.toLocaleString('en'));
    throw new ModelError(`Hyena reads at most ${most} tokens at once, not ${given}; choose a smaller length.`);
  }
  const width = (n + 1) * D;
  const rows = tape.variable('projections, convolved', [B, L, 2 * width]);
  const projected = slice(rows, 0, width);
  linear(tape, whole(x), parameter('in_proj.weight'), { bias: parameter('in_proj.bias'), into: projected });
  causalConv(tape, {
    x: projected,
    u: slice(rows, width, width),
    weight: parameter('short_filter.weight'),
    bias: parameter('short_filter.bias'),
    plain: true,
    state: config.kernel > 1 ? carry?.state('taps') : undefined,
  });
  const column = (index: number) => slice(rows, width + index * D, D);
  const past = carry?.state('past');
  const convolve = implicitConvolutions(
    tape,
    {
      h: filtersOf(call, past?.shape[2] ?? L),
      skip: parameter('filter_fn.bias'),
      ...fading(config),
      shift: config.shift,
    },
    past && carry && { past, cursor: carry.cursor },
  );
  let v = column(n);
  for (let order = 0; order < n - 1; order++)
    v = whole(convolve(productColumns(tape, v, column(n - 1 - order)), order));
  const mixed = productColumns(tape, v, column(0));
  const [weight, bias] = [parameter('out_proj.weight'), parameter('out_proj.bias')];
  return linear(tape, whole(mixed), weight, { bias, residual });
};
