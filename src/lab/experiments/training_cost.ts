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
import type { StepCost } from './instruments/instruments';
import { count, namesOf } from './phrases';
import { rest } from './rest';
import { TIME_BAND, timeBandColumns } from './time_band';

const length = z
  .int()
  .min(1)
  .max(2 ** 20);

const schema = z
  .strictObject({
    seed: trainingConfig.shape.seed,
    shortest: length.default(64),
    longest: length.default(4096),
    /** Tokens of a step: B is this divided by L, at least 1. */
    tokens: z
      .int()
      .min(1)
      .max(2 ** 22)
      .default(4096),
    /** B at every length; null: equal tokens instead. */
    batch: z.int().min(1).max(512).nullable().default(null),
    samples: z.int().min(3).max(101).default(5),
    /** A contender with a step slower than this is not measured at longer lengths. */
    seconds: z.number().positive().max(3600).default(10),
    contenders: contenders(families(32)),
  })
  .refine(({ shortest, longest }) => shortest <= longest, { path: ['longest'], message: 'must be at least shortest' });
type CostParams = z.infer<typeof schema>;

type CostRow = StepCost & {
  readonly contender: string;
  readonly length: number;
  readonly batch: number;
};

export const trainingCost: Experiment<CostParams, CostRow> = {
  name: 'training_cost',
  title: 'Training cost',
  question: 'At the same number of tokens a step, does a step of longer sequences cost more?',
  claim:
    'A convolution, a transformer, and a state-space model train on all tokens of a sequence at once, an RNN one after the other; attention grows with the square of the length, a scan or an FFT nearly linearly.',
  published: [
    {
      source: 'Gu and Dao 2023, Mamba, arXiv:2312.00752, section 4.5 and appendix D',
      setting: 'A100 80GB, scan of B 1, D 1024, N 16, bf16, lengths 512 to 524,288',
      columns: ['finding'],
      rows: [
        ['The fused scan is 20 to 40 times as fast as a standard scan in PyTorch'],
        ['It is faster than FlashAttention-2 beyond 2,048 tokens, up to 7 times at 32,768'],
      ],
    },
  ],
  schema,
  fields: [
    {
      key: 'tokens',
      label: 'Tokens of a step',
      help: 'Every step reads this many tokens, as many short sequences or as few long ones.',
      min: 64,
      max: 65536,
      unit: 'tokens',
      options: [1024, 2048, 4096, 8192, 16384],
    },
    {
      key: 'longest',
      label: 'Longest',
      help: 'The longest sequences measured.',
      min: 128,
      max: 2 ** 20,
      unit: 'tokens',
      options: [512, 1024, 2048, 4096, 8192, 16384],
    },
  ],
  columns: [
    { key: 'contender', title: 'Contender' },
    { key: 'length', title: 'Length', unit: 'tokens' },
    { key: 'batch', title: 'Batch', unit: 'sequences' },
    { key: 'milliseconds', title: 'Time per step', unit: 'ms' },
    ...timeBandColumns,
    { key: 'bytes', title: 'Planned memory', unit: 'bytes' },
    { key: 'status', title: 'Status' },
  ],
  charts: [
    linesOver('length', 'milliseconds', 'Time per step', 'xy', { band: TIME_BAND }),
    linesOver('length', 'bytes', 'Planned memory', 'xy'),
  ],
  run,
  summary,
};

const NOT_TRIED: StepCost = { milliseconds: null, p10: null, p90: null, bytes: null, status: 'out of time budget' };

const stepCost: z.ZodType<StepCost> = z.strictObject({
  ...costShape,
  status: z.enum(['measured', 'out of memory', 'out of time budget']),
});

async function run({ instruments, params, signal, report, once }: ExperimentCall<CostParams, CostRow>): Promise<void> {
  checkContenders(params.contenders, PLAIN_VOCABULARY);
  const lengths = doublings(params.shortest, params.longest);
  for (const [index, contender] of params.contenders.entries()) {
    const { name } = contender;
    const model = modelOf(contender, PLAIN_VOCABULARY);
    let slow = false;
    for (const [i, L] of lengths.entries()) {
      await rest(signal);
      const B = params.batch ?? Math.max(1, Math.floor(params.tokens / L));
      const cost: StepCost = slow
        ? NOT_TRIED
        : await once([name, L], stepCost, () =>
            instruments.timeTraining(name, model, { B, L, samples: params.samples }),
          );
      slow = slow || (cost.milliseconds ?? 0) > 1000 * params.seconds;
      const progress = (index + (i + 1) / lengths.length) / params.contenders.length;
      report({
        progress,
        message: `${name}: ${count(B)} × ${count(L)} tokens`,
        row: { contender: name, length: L, batch: B, ...cost },
      });
    }
  }
}

function summary(rows: readonly CostRow[], { batch, tokens }: CostParams): string[] {
  // A sequence longer than the tokens of a step makes a larger step, so its cost does not grow with the length alone.
  const equal = rows.filter(row => batch !== null || row.batch * row.length <= tokens);
  const most = equal.some(row => row.batch * row.length < tokens) ? ' at most' : '';
  const setting = batch === null ? `at ${count(tokens)} tokens a step${most}` : `with batches of ${count(batch)}`;
  const longer = rows.some(row => !equal.includes(row) && row.milliseconds !== null);
  const sentences = namesOf(rows).flatMap(name => {
    const own = equal.filter(({ contender }) => contender === name);
    const over = (cost: (row: CostRow) => number | null): Point[] => pointsOf(own, row => row.length, cost);
    const words = growthWords({ 'time per step': over(row => row.milliseconds), bytes: over(row => row.bytes) });
    return words ? [`${name}, ${setting}, ${words}.`] : [];
  });
  return longer
    ? [
        ...sentences,
        `A step of one sequence longer than ${count(tokens)} tokens holds more than that, so the growth exponents leave it out.`,
      ]
    : sentences;
}
