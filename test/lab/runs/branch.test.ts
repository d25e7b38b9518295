import { afterAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { type RunConfig, runConfig } from '../../../src/lab/config/config';
import { tokenTexts } from '../../../src/lab/race/contender_facts';
import { type BranchChange, BranchError, branchRun } from '../../../src/lab/runs/branch';
import { divergedWords } from '../../../src/lab/runs/branch_words';
import { raceName } from '../../../src/lab/runs/race_name';
import type { RaceRun } from '../../../src/lab/runs/run';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { openTask } from '../../../src/tasks/registry';
import { runOf } from '../../support/driven_run';
import { closeAll, drive, materials, pointsOf } from '../../support/driven_session';
import { madeUpRace } from '../../support/runs';
import { wasmBackend } from '../../support/wasm';

afterAll(closeAll);

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba', d_state: 4 }], training: { lr: 1e-2 } },
  ],
  training: { steps: 6, batch: 2, warmup: 2, schedule: 'constant', validate_every: 3, validation_batches: 1 },
});

async function trained(backend: Backend, chosen: RunConfig, steps?: number): Promise<RaceRun> {
  const driven = await drive(backend, chosen);
  driven.session.play(steps);
  await driven.session.idle();
  return runOf(driven, chosen);
}

/** The points that the run gets on this backend, from where it is to its end. */
async function further(backend: Backend, run: RaceRun): Promise<RaceRun> {
  const driven = await drive(backend, run.config);
  driven.session.resume({ playing: false, contenders: run.members });
  driven.session.play();
  await driven.session.idle();
  return runOf(driven, run.config);
}

async function taskOf(chosen: RunConfig['task']) {
  const opened = await openTask(chosen, 1, materials);
  return {
    config: chosen,
    length: opened.length,
    vocabulary: tokenTexts(opened.vocabulary),
    streams: opened.stream !== undefined,
  };
}

const backends: [string, () => Backend | Promise<Backend>][] = [
  ['wasm', () => wasmBackend()],
  ['twin', () => new TwinBackend()],
];

describe('a branch', () => {
  it.each(backends)(
    'of more steps under a constant schedule is bit for bit a race planned longer (%s)',
    async (_, make) => {
      const long = await trained(await make(), { ...config, training: { ...config.training, steps: 12 } });
      const ended = await trained(await make(), config);
      expect(ended.members.map(({ status }) => status)).toEqual(['finished', 'finished']);
      const branch = branchRun(ended, { further: 6, schedule: 'constant' });
      expect(branch.members.map(({ status, goal, trainer }) => [status, goal, trainer?.steps])).toEqual([
        ['paused', 12, 6],
        ['paused', 12, 6],
      ]);
      const done = await further(await make(), branch);
      for (const [i, { trainer, curve, status }] of done.members.entries()) {
        const whole = long.members[i];
        expect(status).toBe('finished');
        expect(trainer).toEqual(whole?.trainer);
        for (const column of ['step', 'loss', 'validation', 'gradientNorm', 'tokens', 'flops'] as const)
          expect(curve[column], column).toEqual(whole?.curve[column].slice(6));
      }
    },
  );

  it('repeats itself: a race with the branch in its config, trained in one go, is bit for bit the branch', async () => {
    const branch = branchRun(await trained(await wasmBackend(), config), { further: 5, schedule: 'fall', lr: 5e-3 });
    const [again, done] = [
      await trained(await wasmBackend(), branch.config),
      await further(await wasmBackend(), branch),
    ];
    expect(done.members.map(({ trainer }) => trainer)).toEqual(again.members.map(({ trainer }) => trainer));
  });

  it('at another length counts tokens and operations from where they were, in a file, too', async () => {
    const ended = await trained(await wasmBackend(), config);
    const task = await taskOf({ name: 'text', length: 24 });
    const branch = branchRun(ended, { further: 4, schedule: 'constant', task });
    expect(branch.config.task).toEqual({ name: 'text', length: 24 });
    expect(branch.samples).toEqual(ended.samples);
    const read = readRunFile(writeRunFile(branch));
    expect(read).toEqual(branch);
    if (read.kind !== 'race') return;
    const { members } = await further(await wasmBackend(), read);
    for (const [i, { curve, offset }] of members.entries()) {
      const before = ended.members[i]?.curve;
      expect(Array.from(curve.tokens)).toEqual([1, 2, 3, 4].map(n => 6 * 32 + n * 48));
      const step = (curve.flops[1] ?? 0) - (curve.flops[0] ?? 0);
      expect(curve.flops[0]).toBeCloseTo((before?.flops[5] ?? 0) + step, 0);
      expect(offset).toEqual(branch.members[i]?.offset);
    }
  });

  it('on another task with as many tokens goes on with the weights, and without the samples', async () => {
    const { members, ...kept } = await trained(
      await wasmBackend(),
      runConfig.parse({ ...config, task: { name: 'copying', length: 12, copied: 3, vocabulary: 8 } }),
    );
    const request = { prompt: '', tokens: 1, temperature: 0, topK: 0, seed: 1, naive: false };
    const written = { text: '', answers: [] };
    const ended = { ...kept, members, samples: [{ request, questions: [], written: [written, written] }] };
    const task = await taskOf({ name: 'selective_copying', length: 20, copied: 4, vocabulary: 8 });
    const branch = branchRun(ended, { further: 3, schedule: 'constant', task });
    expect(branch.samples).toEqual([]);
    // A name that nobody chose follows the task.
    const unnamed = branchRun({ ...ended, name: raceName(kept.config) }, { further: 3, schedule: 'constant', task });
    expect(unnamed.name).toBe(raceName({ task: task.config }));
    const chosen = branchRun({ ...ended, name: 'Night run', pinned: true }, { further: 3, schedule: 'constant', task });
    expect(chosen).toMatchObject({ name: 'Night run', pinned: false });
    expect(branch.members.map(({ trainer }) => trainer)).toEqual(members.map(({ trainer }) => trainer));
    const done = await further(await wasmBackend(), branch);
    expect(done.members.map(({ trainer }) => trainer?.steps)).toEqual([9, 9]);
  });

  it('of a paused race begins where the furthest contender is; the others get there by the old plan', async () => {
    const first = await trained(await wasmBackend(), config, 3);
    const second = await trained(await wasmBackend(), config, 2);
    const uneven: RaceRun = {
      ...first,
      members: [first.members[0], second.members[1]].flatMap(member => member ?? []),
    };
    const branch = branchRun(uneven, { further: 2, schedule: 'constant', lr: 1e-4 });
    expect(branch.config.training).toMatchObject({ steps: 5, branches: [{ at: 3, planned: 6, lr: 1e-4 }] });
    const driven = await drive(await wasmBackend(), config);
    driven.session.play(3);
    await driven.session.idle();
    const done = await further(await wasmBackend(), branch);
    const mamba = pointsOf(driven.recorder);
    expect(done.members[1]?.curve.loss[0]).toBe(Array.isArray(mamba) ? mamba[1].loss[2] : undefined);
  });

  it('with a lower rate takes a contender that diverged along from its last kept step, and repeats itself', async () => {
    // Its matrices grow ninefold a step.
    const wild = runConfig.parse({
      ...config,
      contenders: config.contenders.map(own => ({
        ...own,
        training: own.name === 'Mamba' ? { lr: 1, weight_decay: 10, warmup: 0 } : undefined,
      })),
      training: { ...config.training, steps: 60 },
    });
    const driven = await drive(await wasmBackend(), wild);
    driven.session.play(1);
    await driven.session.idle();
    driven.session.play();
    await driven.session.idle();
    const ended = runOf(driven, wild);
    expect(ended.members.map(({ status, trainer }) => [status, trainer?.steps])).toEqual([
      ['finished', 60],
      ['diverged', 1],
    ]);
    const change: BranchChange = { further: 4, schedule: 'constant', lr: 1e-3 };
    expect(divergedWords(ended, change)).toBe(
      'Mamba diverged; it goes on from step 1, its last kept one, under the new plan.',
    );
    expect(divergedWords(ended, {})).toContain('Lower the learning rate, or it may diverge again.');
    const branch = branchRun(ended, change);
    expect(branch.config.training.branches).toMatchObject([{ at: 60, from: [60, 1] }]);
    expect(runConfig.parse(branch.config)).toEqual(branch.config);
    const done = await further(await wasmBackend(), branch);
    expect(done.members.map(({ status, trainer }) => [status, trainer?.steps])).toEqual([
      ['finished', 64],
      ['finished', 64],
    ]);
    expect(done.members[1]?.curve.step[0]).toBe(2);
    const again = await trained(await wasmBackend(), branch.config);
    expect(again.members.map(({ trainer }) => trainer)).toEqual(done.members.map(({ trainer }) => trainer));
  });

  it('with another batch counts tokens and operations from where they were', async () => {
    const ended = await trained(await wasmBackend(), config);
    const branch = branchRun(ended, { further: 3, schedule: 'constant', batch: 5 });
    expect(branch.config.training.batch).toBe(5);
    const { members } = await further(await wasmBackend(), branch);
    for (const [i, { curve }] of members.entries()) {
      expect(Array.from(curve.tokens)).toEqual([1, 2, 3].map(n => 6 * 32 + n * 80));
      const step = (curve.flops[1] ?? 0) - (curve.flops[0] ?? 0);
      expect(curve.flops[0]).toBeCloseTo((ended.members[i]?.curve.flops[5] ?? 0) + step, 0);
    }
    const smaller = branchRun({ ...branch, members: branch.members }, { further: 3, schedule: 'constant', batch: 2 });
    expect(smaller.members.map(({ offset }) => offset)).toEqual([undefined, undefined]);
  });
});

describe('a branch of a race that is short, then long', () => {
  /** Length 8 to step 3, then 16. */
  const growing: RunConfig = { ...config, training: { ...config.training, start_length: 8 } };

  it('goes on by its plan, bit for bit the race planned longer', async () => {
    const begun = await trained(new TwinBackend(), growing, 2);
    const branch = branchRun(begun, { further: 6, schedule: 'constant' });
    const done = await further(new TwinBackend(), branch);
    const again = await trained(new TwinBackend(), branch.config);
    for (const [i, { curve, trainer }] of done.members.entries()) {
      expect(trainer).toEqual(again.members[i]?.trainer);
      expect(curve.tokens).toEqual(again.members[i]?.curve.tokens.slice(2));
    }
  });

  it('has the length of its task from there on, where task or batch change', async () => {
    const ended = await trained(new TwinBackend(), growing);
    const [contender, ...rest] = growing.contenders;
    const contenders = contender ? [{ ...contender, training: { start_length: 4 } }, ...rest] : rest;
    const own = { ...ended, config: { ...growing, contenders } };
    const branch = branchRun(own, { further: 3, schedule: 'constant', batch: 5 });
    expect(branch.config.training).not.toHaveProperty('start_length');
    expect(branch.config.contenders[0]).not.toHaveProperty('training');
    const { members } = await further(new TwinBackend(), branch);
    for (const { curve } of members) expect(Array.from(curve.tokens)).toEqual([1, 2, 3].map(n => 6 * 32 + n * 80));
    const begun = await trained(new TwinBackend(), growing, 2);
    expect(() => branchRun(begun, { further: 3, schedule: 'constant', batch: 5 })).toThrow(
      /grows until step 3, .* train to step 4 first/,
    );
    const task = await taskOf({ name: 'text', length: 4 });
    expect(branchRun(begun, { further: 3, schedule: 'constant', task }).config.training).not.toHaveProperty(
      'start_length',
    );
  });
});

describe('a branch is refused in words', () => {
  const run = (): RaceRun => madeUpRace();
  const change: BranchChange = { further: 10, schedule: 'constant' };
  const vocabulary = ['a', 'b', '\n', '“'];
  const refusal = (of: RaceRun, asked: BranchChange): string => {
    try {
      branchRun(of, asked);
    } catch (error) {
      if (error instanceof BranchError) return error.message;
      throw error;
    }
    return '';
  };

  it('on a task with another vocabulary', () => {
    const task = { config: { name: 'copying' }, length: 8, vocabulary: ['1', '2', '3'], streams: false };
    expect(refusal(run(), { ...change, task })).toBe(
      'Copying has 3 tokens, and the models of this race know 4. Choose a task with 4 tokens.',
    );
    const other = { config: run().config.task, length: 16, vocabulary: ['a', 'b', 'c', 'd'], streams: true };
    expect(refusal(run(), { ...change, task: other })).toMatch(/^The characters of this text are not those/);
  });

  it('on sequences that have nothing to do with each other, where the state is carried', async () => {
    const carrying = { ...config, training: { ...config.training, carry_state: true } };
    const begun = await trained(new TwinBackend(), carrying, 2);
    expect(begun.members.every(({ trainer }) => trainer?.stream)).toBe(true);
    const task = await taskOf({ name: 'text', length: 8 });
    expect(refusal(begun, { ...change, task: { ...task, streams: false } })).toMatch(/^LSTM carries its state/);
    const branch = branchRun(begun, { ...change, task });
    expect(branch.members.some(({ trainer }) => trainer?.stream)).toBe(false);
    await further(new TwinBackend(), branch);
  });

  it('at a length beyond the learned positions', () => {
    const block = { mixer: 'attention', heads: 2, positions: 'learned', places: 20 };
    const learned = runConfig.parse({ ...run().config, contenders: [{ name: 'GPT', d_model: 8, blocks: [block] }] });
    const of = { ...run(), config: learned };
    const task = { config: learned.task, length: 21, vocabulary, streams: true };
    expect(refusal(of, { ...change, task })).toBe(
      'GPT has 20 learned positions, so it cannot train on 21 tokens. Choose a length of at most 20.',
    );
    expect(refusal(of, { ...change, task: { ...task, length: 20 } })).not.toContain('learned positions');
  });

  it('with weights of another model', () => {
    const [lstm, rnn] = run().config.contenders;
    const contenders = [lstm, rnn].flatMap(own => (own ? [{ ...own, d_model: 16 }] : []));
    expect(refusal({ ...run(), config: { ...run().config, contenders } }, change)).toMatch(
      /^The weights of LSTM, seed 1 are of another model than its blocks say\./,
    );
  });

  it('with frozen contenders alone, without a kept step, and beyond the most steps', () => {
    const { config: own, members } = run();
    const frozen = { ...own, contenders: own.contenders.map(contender => ({ ...contender, frozen: true })) };
    expect(refusal({ ...run(), config: frozen }, change)).toMatch(/^Every contender of this race is frozen/);
    const untrained = members.map(({ trainer: _, ...member }) => member);
    expect(refusal({ ...run(), members: untrained }, change)).toBe(
      'This race has no kept step to go on from. Train it first.',
    );
    expect(refusal(run(), { ...change, further: 1_000_000 })).toBe(
      'A race has at most 1,000,000 steps. Ask for 999,990 further ones at most.',
    );
    expect(refusal(run(), change)).toBe('');
  });
});
