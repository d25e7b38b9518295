/** Round numbers (1, 2, 5 times a power of ten) that span [from, to], about `count` of them, `least` apart or more. */
export function linearTicks(from: number, to: number, count = 5, least = 0): number[] {
  if (!(to > from)) return [from];
  const rough = Math.max(least, (to - from) / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough) ?? 10 * power;
  const ticks: number[] = [];
  const last = Math.floor(to / step + 1e-9);
  for (let i = Math.ceil(from / step - 1e-9); i <= last; i++) ticks.push(Number((i * step).toPrecision(12)));
  // One tick tells no distance.
  return ticks.length < 2 && step > least ? linearTicks(from, to, count * 2, least) : ticks;
}

/** Powers of ten within [from, to]; with 2 and 5 between where the range is short. Both positive. */
export function logTicks(from: number, to: number): number[] {
  const decades = Math.log10(to / from);
  const factors = decades > 3 ? [1] : decades > 1.2 ? [1, 3] : [1, 1.5, 2, 3, 5, 7];
  const stride = Math.max(1, Math.ceil(decades / 7));
  const ticks: number[] = [];
  for (let p = Math.floor(Math.log10(from)); p <= Math.ceil(Math.log10(to)); p += stride) {
    for (const f of factors) {
      const tick = Number((f * 10 ** p).toPrecision(12));
      if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

/** Powers of two within [from, to], about four of them, in equal ratios. */
export function binaryTicks(from: number, to: number): number[] {
  const low = Math.ceil(Math.log2(from));
  const high = Math.floor(Math.log2(to));
  const stride = Math.max(1, Math.ceil((high - low) / 4));
  return Array.from({ length: Math.max(0, Math.floor((high - low) / stride) + 1) }, (_, i) => 2 ** (low + i * stride));
}

/** [from, to] with a little air; of equal ratio on both sides where `log`. */
export function padded(from: number, to: number, log: boolean, share = 0.05): [number, number] {
  if (log) {
    const ratio = Math.max(1.1, (to / from) ** share);
    return [from / ratio, to * ratio];
  }
  // One value alone has room, too: at least a fiftieth of it, so that ticks need few digits.
  const air = Math.max(
    (to - from) * share,
    (Math.abs(to) * 0.02 - (to - from)) / 2,
    1e-3 * Number(to === from && to === 0),
  );
  return [from - air, to + air];
}

/** Ticks without those whose words would repeat. */
export function distinct(ticks: readonly number[], words: (tick: number) => string): number[] {
  const seen = new Set<string>();
  return ticks.filter(tick => {
    const word = words(tick);
    if (seen.has(word)) return false;
    seen.add(word);
    return true;
  });
}

const CLOCK = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
const DAY = 86_400;

/** Round times in seconds that span [from, to], about `count` of them: parts of a second, of a minute, of an hour, of a day. */
export function timeTicks(from: number, to: number, count = 5): number[] {
  const rough = (to - from) / count;
  const step = CLOCK.find(seconds => seconds >= rough);
  if (!(to > from) || rough < 0.5) return linearTicks(from, to, count);
  if (step === undefined) return linearTicks(from / DAY, to / DAY, count, 1).map(days => days * DAY);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to * (1 + 1e-9); i++) ticks.push(i * step);
  return ticks.length < 2 ? linearTicks(from, to, count) : ticks;
}
