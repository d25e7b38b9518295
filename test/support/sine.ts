/** A sine of a frequency in Hz. */
export function sine(rate: number, seconds: number, frequency: number, loudness = 0.5): Float32Array {
  return Float32Array.from(
    { length: Math.round(rate * seconds) },
    (_, t) => loudness * Math.sin((2 * Math.PI * frequency * t) / rate),
  );
}
