import { afterAll, expect, it, vi } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runConfig } from '../../../src/lab/config/config';
import type { Contender } from '../../../src/lab/race/contender';
import { Session } from '../../../src/lab/race/session';
import type { Event } from '../../../src/lab/worker/protocol';
import { IGNORED } from '../../../src/scored';
import type { Batch } from '../../../src/tasks/task';
import { initialWeights } from '../../support/initial_weights';

const STEPS = 12;
const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
  training: { steps: STEPS, batch: 2, warmup: 2, validate_every: 5, validation_batches: 1 },
});
const materials = { corpus: async () => 'call me ishmael. some years ago, never mind how long precisely. '.repeat(40) };

const open: Session[] = [];

afterAll(async () => {
  for (const session of open) await session.close();
});

/** Runs one contender to the end, with `change` before each validation. Returns the events of the session. */
async function validated(change: (contender: Contender, batch: Batch) => Batch) {
  const events: Event[] = [];
  const session = await Session.load(new TwinBackend(), event => void events.push(event), 1, config, materials);
  open.push(session);
  const [contender] = session.contenders;
  if (!contender) throw new Error('there is no contender');
  const { trainer } = contender;
  const evaluate = trainer.evaluate.bind(trainer);
  vi.spyOn(trainer, 'evaluate').mockImplementation((batch, stop) => evaluate(change(contender, batch), stop));
  session.play();
  await session.idle();
  return { contender, events };
}

it('has diverged, not finished, when the last validation is not finite', async () => {
  // The loss and the gradient of the last step are numbers; the weights after it are not.
  const { contender, events } = await validated(({ model, steps, trainer }, batch) => {
    if (steps === STEPS) {
      const weights = [...initialWeights(model, 1)].map(([name, own]) => [name, own.map(() => Number.NaN)] as const);
      trainer.parameters.write(new Map(weights));
    }
    return batch;
  });
  expect(contender).toMatchObject({ status: 'diverged', steps: STEPS, active: false });
  expect(events).toContainEqual(expect.objectContaining({ type: 'failed', failure: 'diverged' }));
  expect(events).not.toContainEqual(expect.objectContaining({ type: 'status', status: 'finished' }));
  const last = events.findLast(event => event.type === 'progress');
  expect(last?.points.accuracy.at(-1), 'no logit is the largest').toBeNaN();
  expect(await contender.takeSnapshot(true)).toBe(false);
});

it('has finished when the last validation scores nothing: a missing loss is no divergence', async () => {
  const { contender } = await validated((_, { tokens, targets }) => ({ tokens, targets: targets.map(() => IGNORED) }));
  expect(contender).toMatchObject({ status: 'finished', steps: STEPS });
});
