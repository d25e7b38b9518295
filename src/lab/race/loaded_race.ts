import type { Backend } from '../../gpu/backend';
import { findTask, openTask } from '../../tasks/registry';
import type { OpenTask } from '../../tasks/task';
import type { RunConfig, TaskConfig } from '../config/config';
import { describeTask } from '../config/describe_task';
import { type Member, membersOf, seedsOf, standingFor } from '../config/members';
import { modelOf } from '../config/model_of';
import { renamed } from '../config/names';
import type { Event } from '../worker/protocol';
import type { RaceMaterials } from './brought_weights';
import { Contender } from './contender';
import { lastStage, openStages, type Stages, shapeOf } from './stages';
import { refuseTooLong } from './too_long';
import { recordStages } from './training_size';

/** Opening a task keeps a slow machine for less than so many seconds, and one that cuts a text into tokens for less than so many. */
const OPENING_SECONDS = 10;
const TOKENISING_SECONDS = 60;
/** The same of looking at the size of a contender. */
const SIZING_SECONDS = 3;

/**
 * An open task and its contenders, one for each member (see config/members), in their order: what all parts of a session share.
 */
export class LoadedRace {
  readonly backend: Backend;
  readonly runId: number;
  readonly contenders: readonly Contender[];
  /** Of each member. */
  readonly #stages: readonly Stages[];
  #members: readonly Member[];
  #config: RunConfig;
  readonly #post: (event: Event) => void;
  #closed = false;

  private constructor(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    stages: readonly Stages[],
    contenders: readonly Contender[],
  ) {
    this.backend = backend;
    this.#post = post;
    this.runId = runId;
    this.#config = config;
    this.#members = membersOf(config);
    this.#stages = stages;
    this.contenders = contenders;
  }

  /** Throws TaskError, ModelError, MemoryError. */
  static async load(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    materials: RaceMaterials,
  ): Promise<LoadedRace> {
    const members = membersOf(config);
    const announce = (busy: number): void => post({ type: 'tick', busy });
    const tasks = new Map<string, Promise<OpenTask>>();
    const open = async ({ training }: Member): Promise<Stages> =>
      openStages(config.task, training, (task: TaskConfig) => {
        const key = JSON.stringify([task, training.seed]);
        const known = tasks.get(key);
        if (known) return known;
        announce(materials.tokenizer ? TOKENISING_SECONDS : OPENING_SECONDS);
        const opening = openTask(task, training.seed, materials);
        tasks.set(key, opening);
        return opening;
      });
    const firsts: Stages[] = [];
    for (const place of standingFor(config)) {
      const member = members[place];
      if (member) firsts.push(await open(member));
    }
    announce(SIZING_SECONDS * config.contenders.length);
    // Before other seeds open the task again, because a race that does not fit is refused here.
    post({ type: 'estimated', runId, stepSeconds: checkSteps(backend, config, firsts) });
    const stages: Stages[] = [];
    for (const member of members) stages.push(await open(member));
    const contenders = await buildAll(backend, post, runId, config, members, stages, materials);
    post({
      type: 'loaded',
      runId,
      task: describeTask(taskOf(stages, 0), findTask(config.task.name).protocol),
      contenders: contenders.map(({ report }) => report),
    });
    return new LoadedRace(backend, post, runId, config, stages, contenders);
  }

  /** With the data of the first member. All members have one vocabulary and one length. */
  get task(): OpenTask {
    return this.taskOf(0);
  }

  /** With the data of a member. */
  taskOf(index: number): OpenTask {
    return taskOf(this.#stages, index);
  }

  /** In the order of `contenders`. */
  get members(): readonly Member[] {
    return this.#members;
  }

  get config(): RunConfig {
    return this.#config;
  }

  /** Later messages call the contenders by these names; a list of another length changes nothing. */
  rename(names: readonly string[]): void {
    this.#config = renamed(this.#config, names);
    this.#members = membersOf(this.#config);
  }

  nameOf(index: number): string {
    return this.#members[index]?.name ?? '';
  }

  /** Nothing is posted after this. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
  }

  post(event: Event): void {
    if (!this.#closed) this.#post(event);
  }

  refuse(message: string): void {
    this.post({ type: 'failed', runId: this.runId, failure: 'refused', message });
  }

  destroy(): void {
    for (const contender of this.contenders) contender.destroy();
  }
}

/** The task of a member, at its full length. */
function taskOf(stages: readonly Stages[], index: number): OpenTask {
  const own = stages[index];
  if (!own) throw new RangeError('the race has no such member');
  return lastStage(own).task;
}

/** Estimated seconds for a step of each member, where its steps take longest. Allocates nothing. Throws ModelError, MemoryError. */
function checkSteps(backend: Backend, config: RunConfig, firsts: readonly Stages[]): number[] {
  const seeds = seedsOf(config.training);
  const trained = config.contenders.flatMap((contender, i) => {
    const stages = firsts[i];
    return stages && !contender.frozen ? [{ contender, stages }] : [];
  });
  const models = trained.map(({ contender, stages }) => ({
    name: contender.name,
    model: modelOf(contender, stages[0].task.vocabulary.size),
    times: seeds,
    dropout: contender.training?.dropout ?? config.training.dropout,
    shapes: stages.map(shapeOf),
    evaluates: shapeOf(lastStage(stages)),
    carries: stages[0].streams,
  }));
  const recordings = recordStages(backend, models);
  const seconds = new Map(
    trained.map(({ contender }, i) => {
      const own = recordings[i] ?? [];
      for (const recording of own) refuseTooLong(backend, contender.name, recording);
      return [contender, Math.max(...own.map(({ dispatches }) => backend.estimate(dispatches) / 1000))] as const;
    }),
  );
  return config.contenders.flatMap(contender => new Array<number>(seeds).fill(seconds.get(contender) ?? 0));
}

/** Side by side, so that no core waits for the longest kernel of each. If one fails, none stays. */
async function buildAll(
  backend: Backend,
  post: (event: Event) => void,
  runId: number,
  { task }: RunConfig,
  members: readonly Member[],
  stages: readonly Stages[],
  materials: RaceMaterials,
): Promise<Contender[]> {
  const build = async (member: Member, index: number): Promise<Contender> => {
    const { config, name, training } = member;
    post({ type: 'status', runId, contender: index, status: 'compiling' });
    const own = stages[index];
    if (!own) throw new RangeError('the race has no such member');
    const progress = (done: number, total: number): void =>
      post({ type: 'compiling', runId, contender: index, done, total });
    const options = { progress, materials, answers: findTask(task.name).protocol === 'answers' };
    const made = await Contender.make(backend, { ...config, name }, own, training, options);
    post({ type: 'status', runId, contender: index, status: made.status });
    return made;
  };
  const results = await Promise.allSettled(members.map(build));
  const contenders = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find(result => result.status === 'rejected');
  if (!failed) return contenders;
  for (const made of contenders) made.destroy();
  throw failed.reason;
}
