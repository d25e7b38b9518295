import { z } from 'zod';
import { doublings } from '../../doublings';
import { trainingConfig } from '../config/config';
import { modelOf } from '../config/model_of';
import { checkContenders, contenders } from './contenders';
import { costShape } from './cost_shape';
import { type Experiment, type ExperimentCall, linesOver } from './experiment';
import { families, PLAIN_VOCABULARY } from './families';
import type { Point } from './fit';
import { growthWords, pointsOf } from './growth';
import type { SampledCost } from './instruments/instruments';
import { namesOf } from './phrases';
import { seedField } from './recipe';
import { TIME_BAND, timeBandColumns } from './time_band';

const position = z
  .int()
  .min(1)
  .max(2 ** 20);

const schema = z
  .strictObject({
    seed: trainingConfig.shape.seed,
    /** Measured positions: `from`, the powers of two after it, and `limit`. */
    from: position.default(128),
    limit: position.default(16384),
    /** Last position of naive sampling; 0: none. */
    naive_limit: z
      .int()
      .min(0)
      .max(2 ** 20)
      .default(2048),
    /** Timed groups at each position, in turns. Results are medians. */
    samples: z.int().min(1).max(101).default(15),
    /** Tokens up to a position that a group chooses, with carried state, and without. A group repeats them until it is long enough to time. */
    tokens: z.int().min(1).max(256).default(16),
    naive_tokens: z.int().min(1).max(256).default(2),
    /** Estimated time limit for one position; after a slower one, later positions are left out. */
    seconds: z.number().positive().max(86400).default(60),
    contenders: contenders(families(32)),
  })
  .refine(({ from, limit }) => from <= limit, { path: ['limit'], message: 'must be at least from' });
type SamplingParams = z.infer<typeof schema>;

type SamplingRow = SampledCost & {
  readonly contender: string;
  readonly method: 'carried state' | 'naive';
};

export const samplingCost: Experiment<SamplingParams, SamplingRow> = {
  name: 'sampling_cost',
  title: 'Sampling cost',
  question: 'What does the next token cost in time and memory, early and late in a sequence?',
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
      help: 'Last position at which the cost of a token is measured.',
      min: 256,
      max: 2 ** 20,
      unit: 'tokens',
      options: [1024, 4096, 16384, 65536],
    },
    {
      key: 'naive_limit',
      label: 'Last naive position',
      help: 'Last position for naive sampling. It reads the whole sequence again for each token, so it soon gets slow.',
      min: 0,
      max: 2 ** 20,
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
    ...timeBandColumns,
    { key: 'round_trip', title: 'Idle round trip', unit: 'ms' },
    { key: 'bytes', title: 'State', unit: 'bytes' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('position', 'milliseconds', 'Time per token', 'xy', { band: TIME_BAND, facet: 'method' }),
    linesOver('position', 'bytes', 'State carried from token to token', 'xy', { facet: 'method' }),
  ],
  run,
  summary,
};

const sampledCosts: z.ZodType<SampledCost[]> = z.array(
  z.strictObject({
    ...costShape,
    position: z.number(),
    round_trip: z.number().nullable(),
    status: z.enum(['measured', 'out of memory', 'out of time budget', 'mostly waited']),
  }),
);

async function run({ instruments, params, report, once }: ExperimentCall<SamplingParams, SamplingRow>): Promise<void> {
  checkContenders(params.contenders, PLAIN_VOCABULARY);
  const { from, limit, naive_limit, samples, seconds, seed } = params;
  const ways = params.contenders.flatMap(contender => [
    { contender, method: 'carried state', limit, tokens: params.tokens } as const,
    { contender, method: 'naive', limit: Math.min(limit, naive_limit), tokens: params.naive_tokens } as const,
  ]);
  for (const [index, { contender, method, limit: last, tokens }] of ways.entries()) {
    const at = (done: number): number => (index + done) / ways.length;
    const message = `${contender.name}, ${method}`;
    const how = { naive: method === 'naive', tokens, samples, seconds, seed };
    // A group needs room before its position. Earlier positions become one, so that a fit counts it once.
    const reached = doublings(from, last).map(wanted => Math.max(wanted, tokens));
    const positions = last < from ? [] : [...new Set(reached)];
    const model = modelOf(contender, PLAIN_VOCABULARY);
    const onTurn = (done: number): void => report({ progress: at(done), message });
    const sample = () => instruments.samplePositions(model, positions, how, onTurn);
    for (const cost of await once([contender.name, method], sampledCosts, sample)) {
      report({ progress: at(1), message, row: { contender: contender.name, method, ...cost } });
    }
  }
}

function summary(rows: readonly SamplingRow[]): string[] {
  return namesOf(rows).flatMap(name =>
    (['carried state', 'naive'] as const).flatMap(method => {
      const own = rows.filter(row => row.contender === name && row.method === method);
      const over = (cost: (row: SamplingRow) => number | null): Point[] => pointsOf(own, row => row.position, cost);
      const words = growthWords({ 'time per token': over(row => row.milliseconds), bytes: over(row => row.bytes) });
      return words ? [`${name}, ${method}, ${words}.`] : [];
    }),
  );
}
