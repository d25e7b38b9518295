/** Multiples of a round number (1, 2, 5 times a power of ten) within [from, to]: about `count`, at least `least` apart. */
export function linearTicks(from: number, to: number, count = 5, least = 0): number[] {
  if (!(to > from)) return [from];
  const rough = Math.max(least, (to - from) / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough) ?? 10 * power;
  const ticks: number[] = [];
  const last = Math.floor(to / step + 1e-9);
  for (let i = Math.ceil(from / step - 1e-9); i <= last; i++) ticks.push(Number((i * step).toPrecision(12)));
  // With one tick no distance can be read.
  return ticks.length < 2 && step > least ? linearTicks(from, to, count * 2, least) : ticks;
}

/** Powers of ten within [from, to], with round multiples of them if the range is short. Both ends are positive. */
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

/** Powers of two within [from, to], at most five, in equal ratios; where they would be fewer than two, round numbers of bytes, KiB, or MiB. Both ends are positive. */
export function binaryTicks(from: number, to: number): number[] {
  const low = Math.ceil(Math.log2(from));
  const high = Math.floor(Math.log2(to));
  if (high <= low) {
    const unit = 1024 ** Math.max(0, Math.floor(Math.log2(from) / 10));
    return linearTicks(from / unit, to / unit, 3).map(tick => tick * unit);
  }
  const stride = Math.max(1, Math.ceil((high - low) / 4));
  return Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, i) => 2 ** (low + i * stride));
}

/** [from, to] with some room at both ends; with `log`, an equal ratio at both. */
export function padded(from: number, to: number, log: boolean, share = 0.05): [number, number] {
  if (log) {
    const ratio = Math.max(1.1, (to / from) ** share);
    return [from / ratio, to * ratio];
  }
  // A single value gets room, too. The range is at least a fiftieth of the value, so that ticks need few digits.
  const air = Math.max(
    (to - from) * share,
    (Math.abs(to) * 0.02 - (to - from)) / 2,
    1e-3 * Number(to === from && to === 0),
  );
  return [from - air, to + air];
}

/** The ticks without those that would repeat a label. */
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

/** About `count` times within [from, to], in seconds, that are round on a clock: 15 s, 5 min, 2 h, or days. */
export function timeTicks(from: number, to: number, count = 5): number[] {
  const rough = (to - from) / count;
  const step = CLOCK.find(seconds => seconds >= rough);
  if (!(to > from) || rough < 0.5) return linearTicks(from, to, count);
  if (step === undefined) return linearTicks(from / DAY, to / DAY, count, 1).map(days => days * DAY);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to * (1 + 1e-9); i++) ticks.push(i * step);
  return ticks.length < 2 ? linearTicks(from, to, count) : ticks;
}
