import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/** The lowest frequency, as in safari: not 0. */
const LOWEST = 1e-4;

/** Turns of a band at a lag of one period: evenly spaced. */
function frequencyOf(band: number, bands: number): number {
  return LOWEST + (bands > 1 ? (band * (bands - 1 - LOWEST)) / (bands - 1) : 0);
}

/**
 * What a filter network knows of a lag: y (L, 1 + 2 bands), the lag in units of period - 1, then the cosines of all bands, then their
 * sines, negative.
 */
export const lagFeatures = defineKernel({
  name: 'lag_features',
  buffers: { y: 'write' },
  dims: u32('L', 'bands', 'period'),
  grid: ({ L, bands }) => linearGrid(L * (1 + 2 * bands), 64),
  reference({ y }, { L, bands, period }) {
    const width = 1 + 2 * bands;
    for (let lag = 0; lag < L; lag++) {
      y[lag * width] = lag / (period - 1);
      for (let band = 0; band < bands; band++) {
        const angle = (2 * Math.PI * frequencyOf(band, bands) * lag) / period;
        y[lag * width + 1 + band] = Math.cos(angle);
        y[lag * width + 1 + bands + band] = -Math.sin(angle);
      }
    }
  },
});
