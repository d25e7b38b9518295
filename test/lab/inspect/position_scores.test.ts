import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { MOST_SCORED } from '../../../src/lab/inspect/inspection';
import { Inspector } from '../../../src/lab/inspect/inspector';
import { PositionScorer, scoresOf } from '../../../src/lab/inspect/position_scores';
import { Trainer } from '../../../src/lab/race/trainer';
import { ParameterArena } from '../../../src/models/arena';
import { defineModel } from '../../../src/models/model';
import { openTask, type TaskChoice } from '../../../src/tasks/registry';
import { gpuBackend } from '../../support/gpu';
import { initialWeights } from '../../support/initial_weights';
import { expectClose } from '../../support/numbers';
import { wasmBackend } from '../../support/wasm';

const materials = { corpus: async () => 'call me ishmael. some years ago. '.repeat(100) };

async function setUp(choice: TaskChoice, backend: Backend) {
  const task = await openTask(choice, 1, materials);
  const blocks = [{ mixer: 'attention', heads: 1 }, { mixer: 'gru' }];
  const model = defineModel({ vocab_size: task.vocabulary.size, d_model: 8, blocks });
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 5));
  return { task, model, parameters };
}

const repeated = { name: 'repeated_tokens', shortest: 512, length: 512, vocabulary: 8 };

describe('a score by position', () => {
  test('has the losses of the trainer’s evaluation of the same sequences', async () => {
    const backend = await wasmBackend();
    const { task, model, parameters } = await setUp(repeated, backend);
    const scorer = await PositionScorer.make(backend, task, model, parameters);
    const { sequences, loss, accuracy, measures } = await scorer.score();
    expect(sequences).toBe(32);
    expect([loss.length, accuracy.length]).toEqual([task.length, task.length]);
    const trainer = await Trainer.make(backend, model, { B: sequences, L: task.length }, initialWeights(model, 5));
    await trainer.evaluate(task.batch('validation', 0, sequences));
    const [result] = await trainer.results();
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(loss)).toBeCloseTo(result.loss, 5);
    expect(mean(accuracy)).toBeCloseTo(result.correct / result.scored, 5);
    const [first, second] = measures;
    expect(first?.value).toBeCloseTo(mean(loss.subarray(0, 512)), 5);
    expect(second?.value).toBeCloseTo(mean(loss.subarray(513)), 5);
  });

  test('leaves out what is not scored, on the GPU as on the twins', async () => {
    const choice = { name: 'induction_heads', length: 16 };
    const gpu = await gpuBackend();
    const scores = [];
    for (const backend of [new TwinBackend(), gpu]) {
      const { task, model, parameters } = await setUp(choice, backend);
      const scorer = await PositionScorer.make(backend, task, model, parameters);
      scores.push(await scorer.score());
      scorer.destroy();
    }
    const [twins, other] = scores;
    expect(Array.from(twins.loss, Number.isNaN)).toEqual(Array.from({ length: 16 }, (_, t) => t < 15));
    expect(twins.sequences).toBe(256);
    expectClose(other.loss.slice(15), twins.loss.slice(15), { relative: 1e-4, absolute: 1e-5 }, 'loss');
    expect(other.accuracy[15]).toBeCloseTo(twins.accuracy[15], 2);
  });
});

test('a measure is a mean over positions less that over others, with the standard error over sequences', () => {
  const N = Number.NaN;
  const rows = { loss: Float64Array.of(1, N, 3, 4, 2, N, 5, 7), accuracy: Float64Array.of(0, N, 1, 1, 0, N, 0, 1) };
  const scores = scoresOf(rows, 4, [
    { name: 'a', help: '', of: 'loss', over: { from: 2, to: 4 }, less: { from: 0, to: 2 } },
    { name: 'b', help: '', of: 'accuracy', over: { from: 2, to: 4 } },
  ]);
  expect(Array.from(scores.loss)).toEqual([1.5, N, 4, 5.5]);
  expect(Array.from(scores.accuracy)).toEqual([0, N, 0.5, 1]);
  expect(scores.measures).toMatchObject([
    { name: 'a', value: 3.25, error: expect.closeTo(0.75) },
    { name: 'b', value: 0.75, error: expect.closeTo(0.25) },
  ]);
});

test('a measure of sequences with so many answers takes those alone, and is left out where there are none', () => {
  const N = Number.NaN;
  const rows = { loss: Float64Array.of(1, N, 3, N, 4, 5), accuracy: Float64Array.of(0, N, 1, N, 1, 0) };
  const over = { from: 0, to: 2 };
  const measures = [1, 2, 3].map(answers => ({ name: `${answers}`, help: '', of: 'loss', over, answers }) as const);
  expect(scoresOf(rows, 2, measures).measures).toMatchObject([
    { name: '1', value: 2, error: 1 },
    { name: '2', value: 4.5, error: 0 },
  ]);
});

test('an inspection measures by position when it is asked to, and not where sequences are too long', async () => {
  const request = { contender: 0, input: { kind: 'example', index: 0 }, position: null } as const;
  const inspect = async (choice: TaskChoice, positions?: true) => {
    const backend = new TwinBackend();
    const { task, model, parameters } = await setUp(choice, backend);
    const inspector = new Inspector(backend, task, model, parameters);
    const { positions: scores } = await inspector.inspect({ ...request, ...(positions ? { positions } : {}) });
    inspector.destroy();
    return scores;
  };
  const short = { name: 'repeated_tokens', length: 8, vocabulary: 5 };
  expect(await inspect(short)).toBeNull();
  expect((await inspect(short, true))?.measures.map(({ name }) => name)).toContain('Loss, later copies');
  expect(await inspect({ name: 'induction_heads', length: MOST_SCORED + 1 }, true)).toBeNull();
});
