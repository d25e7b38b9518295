/** Zero crossings of the filter on each side; more make it sharper and slower. */
const CROSSINGS = 16;
/** Where the filter begins to fall, as a share of half the lower rate. */
const PASSED = 0.92;

/** The mean of all channels, which are of equal length. */
export function mixDown(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = channels;
  if (others.length === 0) return first;
  return first.map((sample, i) => others.reduce((sum, channel) => sum + (channel[i] ?? 0), sample) / channels.length);
}

/**
 * Resamples from `from` Hz to `to` Hz, both whole numbers. A low-pass at half the lower rate (a sinc under a Hann window)
 * prevents aliasing. Beyond the ends there is silence.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const cutoff = PASSED * Math.min(1, to / from);
  const reach = Math.ceil(CROSSINGS / cutoff);
  const filterAt = (fraction: number): Float64Array => {
    const taps = Float64Array.from({ length: 2 * reach }, (_, i) => {
      const x = i - reach + 1 - fraction;
      const window = Math.abs(x) < reach ? 0.5 + 0.5 * Math.cos((Math.PI * x) / reach) : 0;
      return window * (x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x));
    });
    const sum = taps.reduce((a, b) => a + b, 0);
    return taps.map(tap => tap / sum);
  };
  // Offsets between two samples repeat: there are to / gcd(from, to) different ones.
  const filters = new Map<number, Float64Array>();
  return Float32Array.from({ length: Math.floor((samples.length * to) / from) }, (_, i) => {
    const whole = Math.floor((i * from) / to);
    const rest = (i * from) % to;
    const taps = filters.get(rest) ?? filterAt(rest / to);
    filters.set(rest, taps);
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (samples[whole - reach + 1 + k] ?? 0);
    return sum;
  });
}
