import { afterAll, describe, expect, it } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { Contender } from '../../../src/lab/race/contender';
import { likeliestOfGradients } from '../../../src/lab/race/likeliest';
import { oneStage } from '../../../src/lab/race/stages';
import type { Answered } from '../../../src/lab/worker/protocol';
import { isEvent } from '../../../src/lab/worker/protocol';
import { IGNORED } from '../../../src/scored';
import { openTask, tasks } from '../../../src/tasks/registry';
import { backends } from '../../support/backends';
import { closeAll, drive, materials, straight } from '../../support/driven_session';

/** Tasks that ask for answers, at small sizes. */
const small: Readonly<Record<string, object>> = {
  associative_recall: { length: 16, pairs: 2, vocabulary: 12 },
  copying: { length: 4, copied: 2, vocabulary: 6 },
  induction_heads: { length: 8, vocabulary: 5 },
  parity: { length: 6 },
  selective_copying: { length: 4, copied: 2, vocabulary: 6 },
};

function config(task: string, change: object = {}) {
  return runConfig.parse({
    task: { name: task, ...small[task] },
    contenders: ['lstm', 'conv'].map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
    training: { steps: 6, batch: 5, lr: 1e-2, warmup: 2, validate_every: 3, validation_batches: 2, ...change },
  });
}

afterAll(closeAll);

describe('an evaluation', () => {
  it.each(tasks.filter(({ protocol }) => protocol === 'answers').map(({ name }) => name))(
    'of %s tells what each contender answered, and the counts are those of the curve',
    async name => {
      const { session, recorder, events } = await drive(await backends.wasm(), config(name));
      await straight(session);
      const told = events.flatMap(event => (event.type === 'answered' ? event : []));
      expect(told.every(isEvent)).toBe(true);
      for (const [index, { curve }] of recorder.runs().entries()) {
        const own = told.filter(({ contender }) => contender === index);
        const accuracy = curve.step.flatMap((step, i) => {
          const share = curve.accuracy[i];
          return share === null || share === undefined ? [] : [[step, share]];
        });
        expect(own.map(({ step, right, asked }) => [step, right / asked])).toEqual(accuracy);
        expect(own.length).toBeGreaterThan(2);
        for (const { questions, answers } of own) expectAnswers({ questions, answers });
      }
    },
  );

  it.each(['twin', 'wasm', 'webgpu'] as const)(
    'on %s of few sequences tells all, so that the counts agree',
    async kind => {
      const { session, events } = await drive(
        await backends[kind](),
        config('selective_copying', { batch: 4, validation_batches: 1, steps: 40, lr: 3e-2 }),
      );
      await straight(session);
      const told = events.flatMap(event => (event.type === 'answered' ? event : []));
      for (const { right, asked, answers } of told) {
        expect(answers).toHaveLength(asked);
        expect(answers.filter(({ correct }) => correct)).toHaveLength(right);
      }
      expect(told.some(({ right }) => right > 0)).toBe(true);
    },
  );

  it('gives the same points whether it tells answers or not', async () => {
    const { task, training, contenders } = config('parity');
    const [contender] = contenders;
    if (!contender) throw new Error('there is no contender');
    const stages = oneStage(await openTask(task, training.seed, materials), training.batch);
    const points = async (answers: boolean): Promise<unknown[]> => {
      const made = await Contender.make(await backends.wasm(), contender, stages, training, { answers });
      made.goal = training.steps;
      const turns: unknown[] = [];
      while (made.active) {
        const turn = await made.trainTurn();
        turns.push(
          ...(turn ? [...turn.step].map((at, i) => [at, turn.loss[i], turn.validation[i], turn.accuracy[i]]) : []),
        );
      }
      expect(made.answered?.step).toBe(answers ? training.steps : undefined);
      made.destroy();
      return turns;
    };
    expect(await points(true)).toEqual(await points(false));
  });

  it('of a task that continues a prompt tells nothing', async () => {
    const { session, events } = await drive(await backends.wasm(), config('text', { steps: 2 }));
    await straight(session);
    expect(events.filter(({ type }) => type === 'answered')).toEqual([]);
  });
});

it('finds the likeliest token from what cross-entropy leaves in place of logits', () => {
  // Probabilities 0.2, 0.5, 0.3, weight 0.25: the target is 1, then 2, then none.
  const rows = [0.05, -0.125, 0.075, 0.05, 0.125, -0.175, 0, 0, 0];
  expect([...likeliestOfGradients(Float64Array.from(rows), [1, 2, IGNORED], 0.25, 3)]).toEqual([1, 1, 0]);
});

/** Every asked position has an answer, whose verdict is that of its words. */
function expectAnswers({ questions, answers }: Pick<Answered, 'questions' | 'answers'>): void {
  expect(questions.length).toBeGreaterThan(0);
  expect(answers.map(({ sequence, position }) => [sequence, position])).toEqual(
    questions.flatMap(({ index, asked }) => asked.map(position => [index, position])),
  );
  for (const { said, right, correct } of answers) expect(correct).toBe(said === right);
}
