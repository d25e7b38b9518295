import { z } from 'zod';
import { trainingConfig } from '../config';
import { checkContenders, contenders } from './contenders';
import { doublings } from './doublings';
import type { Experiment, ExperimentCall } from './experiment';
import { families, PLAIN_VOCABULARY } from './families';
import { growth, pointsOf } from './growth';
import { count, namesOf } from './phrases';
import { seedField } from './recipe';
import { type SampledCost, sampleAt } from './sample_at';

const position = z
  .int()
  .min(1)
  .max(2 ** 20);

const schema = z.strictObject({
  seed: trainingConfig.shape.seed,
  /** Positions measured are `from`, the powers of two behind it, and `limit`. */
  from: position.default(128),
  limit: position.default(16384),
  /** Sampling without carried state stops here; 0: not at all. */
  naive_limit: z
    .int()
    .min(0)
    .max(2 ** 20)
    .default(2048),
  /** Timed groups at each position; the median counts. */
  samples: z.int().min(1).max(101).default(5),
  /** Tokens of a group with carried state, and without. */
  tokens: z.int().min(1).max(256).default(16),
  naive_tokens: z.int().min(1).max(256).default(2),
  /** A contender whose measurement at one position took longer is not measured at later ones. */
  seconds: z.number().positive().max(86400).default(60),
  contenders: contenders(families(32)),
});
type SamplingParams = z.infer<typeof schema>;

type SamplingRow = {
  readonly contender: string;
  readonly method: 'carried state' | 'naive';
  readonly position: number;
  readonly milliseconds: number | null;
  readonly bytes: number | null;
  readonly status: SampledCost['status'] | 'out of time budget';
};

/** What one token costs as the sequence grows. */
export const samplingCost: Experiment<SamplingParams, SamplingRow> = {
  name: 'sampling_cost',
  title: 'Sampling cost',
  question: 'What does one more token cost, in time and in memory, the further a sequence has come?',
  claim:
    'An RNN and a state-space model sample each token in O(1) time and memory; a transformer needs O(L) of both; a convolution sampled naively recomputes its receptive field.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, section 4.5',
      setting: 'A100 80GB, prompts of 2,048 tokens, 128 tokens generated, batches of 1 to 128',
      columns: ['finding'],
      rows: [['Mamba samples four to five times as many tokens a second as a transformer of similar size']],
    },
    {
      source: 'Paine et al. 2016, Fast Wavenet Generation Algorithm, arXiv:1611.09482',
      setting: 'Dilated convolutions of l layers, time for one sample',
      columns: ['method', 'growth with the number of layers'],
      rows: [
        ['naive', 'O(2^l)'],
        ['queues', 'O(l)'],
      ],
    },
  ],
  schema,
  fields: [
    {
      key: 'limit',
      label: 'Last position',
      help: 'How far into a sequence the cost of a token is measured.',
      min: 256,
      max: 2 ** 20,
      step: 1,
      unit: 'tokens',
      options: [1024, 4096, 16384, 65536],
    },
    {
      key: 'naive_limit',
      label: 'Last naive position',
      help: 'The same for sampling that recomputes the whole sequence for each token, which soon gets slow.',
      min: 0,
      max: 2 ** 20,
      step: 1,
      unit: 'tokens',
      options: [0, 512, 1024, 2048, 4096],
    },
    seedField,
  ],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'method', title: 'Sampling' },
    { key: 'position', title: 'Position', unit: 'tokens' },
    { key: 'milliseconds', title: 'Time per token', unit: 'ms' },
    { key: 'bytes', title: 'State', unit: 'bytes' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    {
      kind: 'line',
      title: 'Time per token',
      x: 'position',
      y: 'milliseconds',
      series: ['contender'],
      facet: 'method',
      log: { x: true, y: true },
    },
    {
      kind: 'line',
      title: 'State carried from token to token',
      x: 'position',
      y: 'bytes',
      series: ['contender'],
      facet: 'method',
      log: { x: true, y: true },
    },
  ],
  run,
  summary,
};

async function run({ backend, params, signal, report }: ExperimentCall<SamplingParams, SamplingRow>): Promise<void> {
  checkContenders(params.contenders, PLAIN_VOCABULARY);
  const ways = params.contenders.flatMap(contender =>
    (['carried state', 'naive'] as const).map(method => ({ contender, method })),
  );
  for (const [index, { contender, method }] of ways.entries()) {
    const naive = method === 'naive';
    const limit = naive ? Math.min(params.limit, params.naive_limit) : params.limit;
    const positions = limit < params.from ? [] : doublings(params.from, limit);
    let slow = false;
    for (const [i, wanted] of positions.entries()) {
      const started = performance.now();
      const groups = { naive, tokens: naive ? params.naive_tokens : params.tokens, samples: params.samples };
      const own = { contender: contender.name, method };
      const row: SamplingRow = slow
        ? { ...own, position: wanted, milliseconds: null, bytes: null, status: 'out of time budget' }
        : { ...own, ...(await sampleAt(backend, contender, wanted, { ...groups, seed: params.seed }, signal)) };
      slow = slow || performance.now() - started > 1000 * params.seconds;
      const progress = (index + (i + 1) / positions.length) / ways.length;
      report({ progress, message: `${contender.name}, ${method}: ${count(row.position)} tokens`, row });
    }
  }
}

function summary(rows: readonly SamplingRow[]): string[] {
  return namesOf(rows).flatMap(name =>
    (['carried state', 'naive'] as const).flatMap(method => {
      const own = rows.filter(row => row.contender === name && row.method === method);
      const time = growth(
        pointsOf(
          own,
          row => row.position,
          row => row.milliseconds,
        ),
      );
      const bytes = growth(
        pointsOf(
          own,
          row => row.position,
          row => row.bytes,
        ),
      );
      if (!time || !bytes) return [];
      return [`${name}, ${method}: time per token has ${time.words}, bytes ${bytes.words}.`];
    }),
  );
}
