import { complexScan } from '../../../gpu/kernels/scan/complex_scan';
import { polarMode } from '../../../gpu/kernels/scan/polar_modes';
import { times } from '../../../gpu/kernels/scan/s4d_mode';
import type { Views, ViewsCall } from '../../engine';
import { aroundZero, rowsOf } from '../../view_values';
import type { LruConfig } from './description';

/** Channels whose responses are drawn. */
const SHOWN = 8;

/** responses[d] (L): what channel d gives of itself after so many tokens, Re Σ_n C_dn λ^lag γ B_nd, without the skip. */
async function readResponses({ config, parameter, L, D }: ViewsCall<LruConfig>): Promise<Float32Array[]> {
  const N = config.d_state;
  const read = async (name: string): Promise<Float64Array> => Float64Array.from(await parameter(name));
  const own = {
    nu_log: await read('nu_log'),
    theta_log: await read('theta_log'),
    gamma_log: await read('gamma_log'),
  };
  const [Bre, Bim, Cre, Cim] = [await read('B_re'), await read('B_im'), await read('C_re'), await read('C_im')];
  return Array.from({ length: D }, (_, d) => {
    const response = new Float32Array(L);
    for (let n = 0; n < N; n++) {
      const { λ, γ } = polarMode(own, n);
      const [from, to] = [n * D + d, d * N + n];
      let now = times([Cre[to], Cim[to]], [γ * Bre[from], γ * Bim[from]]);
      for (let lag = 0; lag < L; lag++, now = times(now, λ)) response[lag] += now[0];
    }
    return response;
  });
}

export const views: Views<LruConfig> = async call => {
  const { config, kept, L, D } = call;
  const N = config.d_state;
  const rows = await kept(complexScan, 'rows');
  const part = (index: number): Float32Array => rowsOf(rows, { L, rows: N, stride: 4 * N, offset: index * N });
  const responses = await readResponses(call);
  const shown = Math.min(SHOWN, D);
  const [real, imaginary] = [part(2), part(3).map(value => -value)];
  const states = { kind: 'rows', rowName: 'state', rows: N } as const;
  return [
    {
      ...states,
      key: 'real',
      title: 'Memory h, real part',
      help: 'What each state remembers. A state that turns shows stripes, and a slow one fades late.',
      values: real,
      scale: aroundZero(real),
    },
    {
      ...states,
      key: 'imaginary',
      title: 'Memory h, imaginary part',
      help: 'The other half of each state: a quarter of a turn behind the real part.',
      values: imaginary,
      scale: aroundZero(imaginary),
    },
    {
      kind: 'lags',
      key: 'response',
      title: 'Responses',
      help: `What ${shown} of ${D} channels give of their own input after so many tokens: learned, and the same for every text.`,
      series: Array.from({ length: shown }, (_, i) => Math.floor((i * D) / shown)).map(d => ({
        name: `channel ${d}`,
        values: responses[d],
      })),
    },
  ];
};
