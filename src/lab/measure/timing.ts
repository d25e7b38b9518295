import { quantile } from '../../quantile';
import type { Subject } from './subject';

export interface Effort {
  /** Samples of each subject. */
  readonly samples: number;
  /** Milliseconds of a sample: it repeats the work so long that the clock's grain and the wait for the queue do not matter. */
  readonly sampleMilliseconds: number;
  /** A subject whose samples take longer than this in all gets fewer, but at least 3. */
  readonly budgetMilliseconds: number;
}

/** Milliseconds of one repetition. */
export interface Timing {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly samples: number;
  /** Repetitions in one sample. */
  readonly repetitions: number;
  /** Median wait for an answer that no work comes before, in milliseconds: part of each sample; 0: none was measured. */
  readonly roundTrip: number;
}

const FEWEST_SAMPLES = 3;
/** A sample is so many times as long as the idle round trip, so that the wait for its answer is less than 5 % of its time. */
const ROUND_TRIPS = 20;
const MOST_REPETITIONS = 4096;

async function time(subject: Subject, times: number): Promise<number> {
  await subject.rewind?.();
  const started = performance.now();
  await subject.run(times);
  return performance.now() - started;
}

/** Median milliseconds; 0 for a subject that waits for nothing. */
async function roundTrip(subject: Subject): Promise<number> {
  if (!subject.idle) return 0;
  const took: number[] = [];
  for (let i = 0; i < FEWEST_SAMPLES; i++) {
    const started = performance.now();
    await subject.idle();
    took.push(performance.now() - started);
  }
  return quantile(took, 0.5);
}

/** Repetitions that fill a sample, found by doubling. The first runs compile and allocate, and so warm up. */
async function repetitionsFor(
  subject: Subject,
  effort: Effort,
): Promise<{ times: number; once: number; wait: number }> {
  const most = subject.most ?? MOST_REPETITIONS;
  await time(subject, 1);
  const wait = await roundTrip(subject);
  const sampleMilliseconds = Math.max(effort.sampleMilliseconds, ROUND_TRIPS * wait);
  let times = 1;
  let elapsed = await time(subject, times);
  while (elapsed < sampleMilliseconds / 2 && times * 2 <= most) {
    times *= 2;
    elapsed = await time(subject, times);
  }
  const filling = Math.max(1, Math.round((times * sampleMilliseconds) / Math.max(elapsed, 1e-3)));
  return { times: Math.min(most, filling), once: elapsed / times, wait };
}

/** Times all subjects in turns, one sample each per round, so that disturbances of the machine hit all alike. */
export async function alternate(subjects: readonly Subject[], effort: Effort): Promise<Timing[]> {
  const runs = [];
  for (const subject of subjects) {
    const { times, once, wait } = await repetitionsFor(subject, effort);
    const affordable = Math.max(FEWEST_SAMPLES, Math.floor(effort.budgetMilliseconds / (once * times)));
    runs.push({ subject, times, wait, samples: Math.min(effort.samples, affordable), took: [] as number[] });
  }
  for (let round = 0; round < effort.samples; round++) {
    for (const { subject, times, samples, took } of runs) {
      if (round < samples) took.push((await time(subject, times)) / times);
    }
  }
  return runs.map(({ times, wait, took }) => ({
    median: quantile(took, 0.5),
    p10: quantile(took, 0.1),
    p90: quantile(took, 0.9),
    samples: took.length,
    repetitions: times,
    roundTrip: wait,
  }));
}
