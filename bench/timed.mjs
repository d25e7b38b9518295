/**
 * The outcome of these times: their median, and the 10th and 90th percentile.
 *
 * @param {readonly number[]} milliseconds
 * @returns {import('./result').Outcome}
 */
export function timed(milliseconds) {
  const times = milliseconds.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => times[Math.round(share * (times.length - 1))] ?? Number.NaN;
  const timing = { median: at(0.5), p10: at(0.1), p90: at(0.9), samples: times.length, repetitions: 1, roundTrip: 0 };
  return { timing, facts: {} };
}
