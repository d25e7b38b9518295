import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { experiments } from '../../../src/lab/experiments/registry';
import { branchRun } from '../../../src/lab/runs/branch';
import { writeRunFile } from '../../../src/lab/runs/run_file';
import * as downloads from '../../../src/ui/download';
import { here } from '../../../src/ui/kept/here';
import { wouldBeLost } from '../../../src/ui/kept/is_lost';
import { openRun } from '../../../src/ui/kept/open_run';
import { identityOf, reword } from '../../../src/ui/kept/race_identity';
import { runOfRace } from '../../../src/ui/kept/run_of_race';
import { downloadOutcome } from '../../../src/ui/run_files/download_outcome';
import { isRunFile, takeRunFile } from '../../../src/ui/run_files/take_run_file';
import { configStore } from '../../../src/ui/stores/config';
import { type ExperimentOutcome, experimentsStore, initialExperiments } from '../../../src/ui/stores/experiments';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { runStore } from '../../../src/ui/stores/run';
import { runFilesStore, setRunFile } from '../../../src/ui/stores/run_files';
import { initialRun } from '../../../src/ui/stores/run_state';
import { workspaceStore } from '../../../src/ui/stores/workspace';
import { hostile } from '../../support/hostile_runs';
import { pageRace } from '../../support/kept';
import { madeUpExperiment, madeUpRace } from '../../support/runs';

// What is sent to the worker.
const sent = vi.hoisted(() => vi.fn());
vi.mock('../../../src/ui/actions', async original => ({ ...(await original<object>()), send: sent }));
vi.mock('../../../src/ui/kept/here', async () => {
  const { locksInMemory, storeInMemory } = await import('../../support/kept');
  return { here: { store: storeInMemory().store, locks: locksInMemory().locks } };
});
// The workspace is React, and brings the results of earlier visits.
vi.mock('../../../src/ui/experiments/experiments_workspace', () => ({}));

const first = configStore.getState();
const race = madeUpRace();

beforeEach(() => {
  configStore.setState(first, true);
  runStore.setState(initialRun, true);
  keepingStore.setState(initialKeeping, true);
  experimentsStore.setState(initialExperiments, true);
  workspaceStore.setState({ workspace: 'inspect' });
  setRunFile({ is: 'nothing' });
  sent.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

const fileOf = (bytes: Uint8Array<ArrayBuffer>, name = 'a.unroll') => new File([bytes], name);
const state = () => runFilesStore.getState().file;
const everything = () => [configStore, runStore, keepingStore, experimentsStore, workspaceStore].map(s => s.getState());

test('a run file is known by its name', () => {
  expect(['a.unroll', 'A.UNROLL'].map(name => isRunFile(new File([], name)))).toEqual([true, true]);
  expect(isRunFile(new File([], 'unroll.json'))).toBe(false);
});

test.each(hostile)('%s: the page says so in one sentence or two, and nothing changes', async (_, make, words) => {
  const before = everything();
  await takeRunFile(fileOf(Uint8Array.from(make())));
  const file = state();
  expect(file).toMatchObject({ is: 'refused', title: 'a.unroll could not be opened.' });
  if (file.is === 'refused') expect(file.words).toMatch(words);
  expect(everything()).toEqual(before);
  expect(sent).not.toHaveBeenCalled();
});

test('a folder, a file that is far too large, and a race that is too large for the page are refused', async () => {
  const folder = fileOf(new Uint8Array(0));
  vi.spyOn(folder, 'arrayBuffer').mockRejectedValue(new Error('a folder'));
  await takeRunFile(folder);
  expect(state()).toMatchObject({ is: 'refused', words: expect.stringMatching(/not a folder/) });
  const large = fileOf(new Uint8Array(0));
  Object.defineProperty(large, 'size', { value: 2 ** 31 });
  await takeRunFile(large);
  expect(state()).toMatchObject({
    is: 'refused',
    words: expect.stringMatching(/2\.00 GiB; a run has at most 1\.00 GiB/),
  });
  expect(sent).not.toHaveBeenCalled();
});

describe('a race', () => {
  it('is opened at rest, as a new run that continues it', async () => {
    await takeRunFile(fileOf(writeRunFile(race)));
    expect(state()).toMatchObject({ is: 'opened', title: 'Own text race, step 0 of 90, is opened.' });
    const { config, slots, ownText } = configStore.getState();
    expect({ config, slots, ownText }).toEqual({ config: race.config, slots: race.slots, ownText: race.ownText });
    expect(workspaceStore.getState().workspace).toBe('race');
    const members = runStore.getState().members;
    expect(members.map(({ curve }) => curve.loss.length)).toEqual(race.members.map(({ curve }) => curve.loss.length));
    expect(sent).toHaveBeenCalledOnce();
    expect(sent.mock.calls[0]?.[0]).toMatchObject({ type: 'load', snapshot: { playing: false } });
    expect(sent.mock.calls[0]?.[0].snapshot.contenders.map((own: object) => Reflect.get(own, 'trainer'))).toEqual(
      race.members.map(({ trainer }) => trainer),
    );
  });

  it('keeps its name, its notes, and its pin; a later change reaches what is written, and a branch has no pin', async () => {
    await takeRunFile(fileOf(writeRunFile({ ...race, name: 'Night run', notes: 'lr too high', pinned: true })));
    const written = () => runOfRace(pageRace(race), identityOf(runStore.getState().runId));
    const opened = written();
    expect(opened).toMatchObject({ name: 'Night run', notes: 'lr too high', pinned: true, lineage: { id: race.id } });
    reword(race.id, { name: 'the run of the file, which is another one' });
    reword(opened?.id ?? '', { name: 'Second night', pinned: false });
    expect(written()).toMatchObject({ id: opened?.id, name: 'Second night', notes: 'lr too high', pinned: false });
    const on = { ...race, name: 'Night run', notes: 'lr too high', pinned: true };
    openRun(branchRun(on, { further: 10, schedule: 'constant' }), { play: true, itself: false });
    expect(written()).toMatchObject({ name: 'Night run', notes: 'lr too high', pinned: false });
    openRun(on, { play: false, itself: true });
    expect(written()).toMatchObject({ id: race.id, name: 'Night run', notes: 'lr too high', pinned: true });
  });

  it('is kept in this browser, once, so that another may take its place', async () => {
    const kept = async () => (await here.store.list()).runs.filter(({ name }) => name.startsWith('From a file'));
    const [one, two] = ['aaaaaaaa', 'bbbbbbbb'].map(id => ({ ...race, id, name: `From a file ${id}` }));
    if (!one || !two) throw new Error('there are two');
    await takeRunFile(fileOf(writeRunFile(one)));
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1));
    expect(wouldBeLost()).toBe(false);
    await takeRunFile(fileOf(writeRunFile(two)));
    expect(state()).toMatchObject({ is: 'opened' });
    await takeRunFile(fileOf(writeRunFile({ ...one, name: 'an older copy' })));
    await vi.waitFor(async () => expect(await kept()).toHaveLength(2));
    expect((await here.store.list()).runs.map(({ name }) => name)).not.toContain('an older copy');
  });

  it('that needs what is not there is refused with what to do', async () => {
    const [contender, ...others] = race.config.contenders;
    if (!contender) throw new Error('there is no contender');
    const contenders = [{ ...contender, weights: 'some-file' }, ...others];
    await takeRunFile(fileOf(writeRunFile({ ...race, config: { ...race.config, contenders } })));
    expect(state()).toMatchObject({
      is: 'refused',
      words: expect.stringMatching(/^It needs the file with the weights of LSTM, .*Drop that first/),
    });
    await takeRunFile(fileOf(writeRunFile({ ...race, ownText: null })));
    expect(state()).toMatchObject({ is: 'refused', words: expect.stringMatching(/^Its own text is missing/) });
    expect(sent).not.toHaveBeenCalled();
  });

  it('says what differs here', async () => {
    runStore.setState({ adapter: { adapter: 'CPU', software: true, backend: 'wasm', wasmBuild: 'plain' } });
    await takeRunFile(fileOf(writeRunFile(race)));
    const words =
      'It was trained with another build of the kernels for the CPU. Losses may differ in their last digits.';
    expect(state()).toMatchObject({ is: 'opened', words: `Press Train to go on from there. ${words}` });
  });

  it('asks first where the race on the page has trained and is not kept', async () => {
    const { race: onPage } = pageRace(madeUpRace());
    // A race that no test before has opened.
    const trained = { ...onPage, runId: 1000, members: onPage.members.slice(0, 1) };
    runStore.setState(trained, true);
    const before = everything();
    await takeRunFile(fileOf(writeRunFile(race)));
    expect(state()).toMatchObject({ is: 'asks', name: 'a.unroll' });
    expect(everything()).toEqual(before);
    keepingStore.setState({ saved: { id: '00000000', step: 10, at: 0, bytes: 1 } });
    await takeRunFile(fileOf(writeRunFile(race)));
    expect(state().is).toBe('opened');
  });
});

describe('an experiment', () => {
  const made = madeUpExperiment();
  const outcome = { ...made.outcome, experiment: 'sampling_cost', params: { from: 64, limit: 128 } };
  const file = fileOf(writeRunFile({ ...made, outcome }));
  const own = (seconds: number): ExperimentOutcome => ({
    ...{ asked: {}, params: {}, adapter: '', software: true, status: 'finished', progress: 1, message: '' },
    ...{ secondsLeft: null, seconds, rows: [], cells: [], summary: [] },
  });

  it('is shown among the results, is kept, and takes the place of the earlier one', async () => {
    await takeRunFile(file);
    expect(state().is).toBe('opened');
    const opened = experimentsStore.getState();
    expect(opened.chosen).toBe('sampling_cost');
    expect(opened.outcomes.sampling_cost).toMatchObject({ rows: outcome.rows, status: 'finished', software: true });
    expect(workspaceStore.getState().workspace).toBe('experiments');
    experimentsStore.setState({ ...initialExperiments, outcomes: { sampling_cost: own(1) } }, true);
    await takeRunFile(file);
    expect(experimentsStore.getState()).toMatchObject({
      outcomes: { sampling_cost: own(1) },
      earlier: { sampling_cost: { rows: outcome.rows } },
    });
    const full = { ...initialExperiments, outcomes: { sampling_cost: own(1) }, earlier: { sampling_cost: own(2) } };
    experimentsStore.setState(full, true);
    await takeRunFile(file);
    expect(experimentsStore.getState()).toMatchObject({
      outcomes: { sampling_cost: own(1) },
      earlier: { sampling_cost: { rows: outcome.rows } },
    });
    await vi.waitFor(async () => expect((await here.store.list()).runs.map(({ id }) => id)).toContain(made.id));
    const running = { ...full, running: 'sampling_cost' };
    experimentsStore.setState(running, true);
    await takeRunFile(file);
    expect(state()).toMatchObject({ is: 'refused', words: expect.stringMatching(/^Its experiment runs now/) });
    expect(experimentsStore.getState()).toEqual(running);
  });

  it('that was interrupted says neither that it ran here nor how much of it ran', async () => {
    await takeRunFile(fileOf(writeRunFile({ ...made, outcome: { ...outcome, ended: 'interrupted' } })));
    const shown = experimentsStore.getState().outcomes.sampling_cost;
    expect(shown).toMatchObject({ status: 'cancelled', progress: 0, from: 'file' });
  });

  it('goes out as a file and comes back', async () => {
    const { name, title } = experiments.find(own => own.name === 'sampling_cost') ?? {};
    const saved = vi.spyOn(downloads, 'download').mockImplementation(() => {});
    const shown = {
      ...own(3),
      params: outcome.params,
      rows: outcome.rows,
      adapter: 'CPU, 2 threads (WebAssembly, SIMD)',
    };
    for (const experiment of experiments) if (experiment.name === name) downloadOutcome(experiment, shown);
    const [file, content] = saved.mock.calls[0] ?? [];
    saved.mockRestore();
    expect(file).toBe('unroll-sampling-cost.unroll');
    await takeRunFile(new File([content ?? ''], 'a.unroll'));
    expect(state()).toMatchObject({ is: 'opened', title: `${title} is opened.` });
    expect(experimentsStore.getState().outcomes.sampling_cost).toMatchObject({ rows: outcome.rows, seconds: 3 });
  });

  it('that this build does not know, or with other settings, is refused', async () => {
    const of = async (change: object) => {
      await takeRunFile(fileOf(writeRunFile({ ...made, outcome: { ...outcome, ...change } })));
      const file = state();
      return file.is === 'refused' ? file.words : '';
    };
    expect(await of({ experiment: 'chess' })).toBe("This version of Unroll has no experiment 'chess'.");
    expect(await of({ params: { from: 'far' } })).toMatch(/cannot show its result: sampling_cost, from/);
    expect(experimentsStore.getState()).toEqual(initialExperiments);
  });
});
