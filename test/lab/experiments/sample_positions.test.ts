import { afterEach, expect, it, vi } from 'vitest';
import type { Replay, Stop, View } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { samplePositions } from '../../../src/lab/experiments/instruments/sample_positions';
import { defineModel } from '../../../src/models/model';

/** The twins on a clock of the test: a dispatch, which samples four tokens, takes `cost` milliseconds, and every answer `wait`. */
class Timed extends TwinBackend {
  readonly cost: number;
  readonly wait: number;
  now = 0;
  readonly answers: number[] = [];
  #since = 0;

  constructor(cost: number, wait: number) {
    super();
    this.cost = cost;
    this.wait = wait;
  }

  override async submit(replays: readonly Replay[], stop?: Stop, committed?: number): Promise<boolean> {
    this.now += this.cost * replays.length;
    return super.submit(replays, stop, committed);
  }

  override async read(view: View) {
    const work = this.now - this.#since;
    if (work > 0) this.answers.push(work);
    this.now += this.wait;
    this.#since = this.now;
    return super.read(view);
  }
}

const model = defineModel({ vocab_size: 5, d_model: 4, blocks: [{ mixer: 'rnn' }] });
const how = { naive: false, tokens: 4, samples: 5, seconds: 1e6, seed: 1 };

async function costs(backend: Timed, positions: readonly number[]) {
  vi.spyOn(performance, 'now').mockImplementation(() => backend.now);
  return samplePositions(backend, model, positions, how, new AbortController().signal, () => {});
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('each position is measured where it is asked for', async () => {
  const rows = await costs(new Timed(1, 0), [4, 9, 30]);
  expect(rows.map(({ position }) => position)).toEqual([4, 9, 30]);
});

it('the wait for the answer is less than 5 % of a group, however short a token is', async () => {
  const backend = new Timed(0.2, 1);
  const rows = await costs(backend, [8, 16]);
  for (const { milliseconds, round_trip, status } of rows) {
    expect(status).toBe('measured');
    expect(milliseconds).toBeCloseTo(0.05, 6);
    expect(round_trip).toBe(1);
  }
  for (const work of backend.answers.slice(-4)) expect(1 / work).toBeLessThanOrEqual(0.0501);
});

it('where answers take longer than the longest group, no time of a token is told', async () => {
  const [row] = await costs(new Timed(0.004, 300), [8]);
  expect(row).toMatchObject({ status: 'mostly waited', milliseconds: null, round_trip: 300 });
});
