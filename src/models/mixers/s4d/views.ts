import { hold, type Mode, modeOf, power, scaled, times } from '../../../gpu/kernels/scan/s4d_mode';
import type { Views, ViewsCall } from '../../engine';
import type { LagsView } from '../../view';
import type { S4dConfig } from './description';

/** Channels whose kernels are drawn. */
const SHOWN = 8;

/** modes[d][n]: the N/2 conjugate pairs of each channel. */
async function readModes({ D, parameter }: ViewsCall<unknown>): Promise<Mode[][]> {
  const read = async (name: string): Promise<Float64Array> => Float64Array.from(await parameter(`kernel.${name}`));
  const parameters = {
    log_dt: await read('log_dt'),
    C: await read('C'),
    log_A_real: await read('log_A_real'),
    A_imag: await read('A_imag'),
  };
  const N = (2 * parameters.A_imag.length) / D;
  return Array.from({ length: D }, (_, d) => Array.from({ length: N / 2 }, (_, n) => modeOf(parameters, n, d, N)));
}

/** (L): 2 Σ_n Re(C · hold · exp(dt A)^lag), without the skip. */
function kernelOf(modes: readonly Mode[], L: number): Float64Array {
  const kernel = new Float64Array(L);
  for (const mode of modes) {
    const out = times(mode.C, hold(mode));
    for (let lag = 0; lag < L; lag++) kernel[lag] += 2 * times(out, power(mode, lag))[0];
  }
  return kernel;
}

/** (L): Σ over all channels and modes of |h|², where h_t = exp(dt A) h_{t-1} + hold · x_t. */
async function squaredStates(modes: readonly Mode[][], { x, L, D }: ViewsCall<unknown>): Promise<Float64Array> {
  const input = await x();
  const squares = new Float64Array(L);
  modes.forEach((own, d) => {
    for (const mode of own) {
      const decay = power(mode, 1);
      const entry = hold(mode);
      let [re, im] = [0, 0];
      for (let t = 0; t < L; t++) {
        const [kept, added] = [times(decay, [re, im]), scaled(entry, input[t * D + d])];
        [re, im] = [kept[0] + added[0], kept[1] + added[1]];
        squares[t] += re ** 2 + im ** 2;
      }
    }
  });
  return squares;
}

export const views: Views<S4dConfig> = async call => {
  const { L, D } = call;
  const modes = await readModes(call);
  const kernels = modes.map(own => kernelOf(own, L));
  const shown = Math.min(SHOWN, D);
  const channels = Array.from({ length: shown }, (_, i) => Math.floor((i * D) / shown));
  const series = (d: number): LagsView['series'][number] => ({
    name: `channel ${d}`,
    values: Float32Array.from(kernels[d]),
  });
  const mean = Float32Array.from({ length: L }, (_, lag) =>
    kernels.reduce((sum, kernel) => sum + Math.abs(kernel[lag]) / D, 0),
  );
  return [
    {
      kind: 'lags',
      key: 'kernel',
      title: 'Kernels',
      help: `The convolution kernels of ${shown} of ${D} channels by lag: learned, decaying waves, the same at every token of every text. Lag 0 is the token itself, without the skip connection.`,
      series: channels.map(series),
    },
    {
      kind: 'lags',
      key: 'mean_kernel',
      title: 'Kernel, mean size',
      help: 'Mean absolute value of the kernel over all channels: it shows how far back the block looks. It is the same for every text.',
      series: [{ name: 'mean |K|', values: mean }],
    },
    {
      kind: 'lines',
      key: 'state_norm',
      title: 'State norm ‖h‖',
      help: 'Norm of the state after each token, over all channels and states.',
      series: [{ name: '‖h‖', values: Float32Array.from(await squaredStates(modes, call), Math.sqrt) }],
    },
  ];
};
