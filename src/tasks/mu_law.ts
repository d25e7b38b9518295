/** µ-law companding to 256 levels, as WaveNet's (van den Oord et al. 2016, section 2.2; ITU-T G.711). */
const MU = 255;

/** A sample in [-1, 1], clipped, to a level 0..255; silence is level 128. */
export function muLawEncode(sample: number): number {
  const x = Math.max(-1, Math.min(1, sample));
  const companded = (Math.sign(x) * Math.log1p(MU * Math.abs(x))) / Math.log1p(MU);
  return Math.floor(((companded + 1) / 2) * MU + 0.5);
}

/** A level 0..255 to a sample in [-1, 1]. */
export function muLawDecode(level: number): number {
  const companded = (2 * level) / MU - 1;
  return (Math.sign(companded) * Math.expm1(Math.abs(companded) * Math.log1p(MU))) / MU;
}
