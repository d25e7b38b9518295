import type { Backend } from '../../gpu/backend';
import { findTask, openTask } from '../../tasks/registry';
import type { Materials, OpenTask } from '../../tasks/task';
import type { ContenderConfig, RunConfig } from '../config/config';
import { describeTask } from '../config/describe_task';
import { modelOf } from '../config/model_of';
import { renamed } from '../config/names';
import type { Event } from '../worker/protocol';
import { Contender } from './contender';
import { refuseTooLong } from './too_long';
import { recordAll } from './training_size';

/** An open task and its contenders: what all parts of a session share. */
export class LoadedRace {
  readonly backend: Backend;
  readonly runId: number;
  readonly task: OpenTask;
  readonly contenders: readonly Contender[];
  #config: RunConfig;
  readonly #post: (event: Event) => void;
  #closed = false;

  private constructor(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    task: OpenTask,
    contenders: readonly Contender[],
  ) {
    this.backend = backend;
    this.#post = post;
    this.runId = runId;
    this.#config = config;
    this.task = task;
    this.contenders = contenders;
  }

  /** Throws TaskError, ModelError, MemoryError. */
  static async load(
    backend: Backend,
    post: (event: Event) => void,
    runId: number,
    config: RunConfig,
    materials: Materials,
  ): Promise<LoadedRace> {
    const task = await openTask(config.task, config.training.seed, materials);
    post({ type: 'estimated', runId, stepSeconds: checkSteps(backend, config, task) });
    const contenders = await buildAll(backend, post, runId, config, task);
    post({
      type: 'loaded',
      runId,
      task: describeTask(task, findTask(config.task.name).protocol),
      contenders: contenders.map(({ report }) => report),
    });
    return new LoadedRace(backend, post, runId, config, task, contenders);
  }

  get config(): RunConfig {
    return this.#config;
  }

  /** Later messages call the contenders by these names; a list of another length changes nothing. */
  rename(names: readonly string[]): void {
    this.#config = renamed(this.#config, names);
  }

  nameOf(index: number): string {
    return this.#config.contenders[index]?.name ?? '';
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

/** Estimated seconds for a step of each contender. Allocates nothing. Throws ModelError, MemoryError. */
function checkSteps(backend: Backend, config: RunConfig, task: OpenTask): number[] {
  const models = config.contenders.map(contender => ({
    name: contender.name,
    model: modelOf(contender, task.vocabulary.size),
  }));
  const recordings = recordAll(backend, models, { B: config.training.batch, L: task.length });
  const stepSeconds = recordings.map(({ dispatches }) => backend.estimate(dispatches) / 1000);
  recordings.forEach((recording, i) => {
    refuseTooLong(backend, config.contenders[i]?.name ?? '', recording);
  });
  return stepSeconds;
}

/** Side by side, so that no core waits for the longest kernel of each. If one fails, none stays. */
async function buildAll(
  backend: Backend,
  post: (event: Event) => void,
  runId: number,
  config: RunConfig,
  task: OpenTask,
): Promise<Contender[]> {
  const build = async (contender: ContenderConfig, index: number): Promise<Contender> => {
    post({ type: 'status', runId, contender: index, status: 'compiling' });
    const made = await Contender.make(backend, contender, task, config.training, (done, total) => {
      post({ type: 'compiling', runId, contender: index, done, total });
    });
    post({ type: 'status', runId, contender: index, status: 'ready' });
    return made;
  };
  const results = await Promise.allSettled(config.contenders.map(build));
  const contenders = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find(result => result.status === 'rejected');
  if (!failed) return contenders;
  for (const made of contenders) made.destroy();
  throw failed.reason;
}
