/** Seconds over which a rate is measured at least: a few turns. */
const SPAN = 0.25;

/** How fast `amounts` grow per second, over the last quarter of a second before each place, or since the beginning. Both never fall. */
export function rateOver(amounts: ArrayLike<number>, seconds: ArrayLike<number>): Float64Array {
  const rates = new Float64Array(amounts.length);
  let before = -1;
  for (let i = 0; i < amounts.length; i++) {
    const now = seconds[i] ?? Number.NaN;
    while (before + 1 < i && now - (seconds[before + 1] ?? Number.NaN) >= SPAN) before++;
    const spent = now - (before < 0 ? 0 : (seconds[before] ?? Number.NaN));
    const made = (amounts[i] ?? Number.NaN) - (before < 0 ? 0 : (amounts[before] ?? Number.NaN));
    rates[i] = spent > 0 ? made / spent : Number.NaN;
  }
  return rates;
}
