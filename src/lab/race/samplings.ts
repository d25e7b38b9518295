import { findTask } from '../../tasks/registry';
import { standingFor } from '../config/members';
import type { RacingContender } from '../sampling/lane';
import { SampleRace } from '../sampling/sample_race';
import type { SampleRequest } from '../worker/read_command';
import { explain } from './explain';
import type { LoadedRace } from './loaded_race';

/** The current sampling, and the one requested since. */
export class Samplings {
  readonly #race: LoadedRace;
  #underWay: SampleRace | undefined;
  /** Begins when the stopped one has freed its memory. */
  #next: SampleRace | undefined;

  constructor(race: LoadedRace) {
    this.#race = race;
  }

  /** Replaces the current sampling. Throws TaskError for a bad prompt; then nothing changes. */
  start(sampleId: number, request: SampleRequest): void {
    const { backend, runId, config } = this.#race;
    const { protocol } = findTask(config.task.name);
    const sampled = standingFor(config, request.ofSeed);
    const task = this.#race.taskOf(sampled[0] ?? 0);
    const field = { runId, task, protocol, contenders: this.#racing(sampled) };
    const sampling = new SampleRace(backend, field, sampleId, request, event => this.#race.post(event));
    this.stop();
    if (this.#underWay) this.#next = sampling;
    else this.#underWay = sampling;
  }

  #racing(indices: readonly number[]): RacingContender[] {
    return indices.flatMap(index => {
      const contender = this.#race.contenders[index];
      if (!contender) return [];
      return { index, name: this.#race.nameOf(index), contender };
    });
  }

  stop(): void {
    this.#underWay?.stop();
    this.#next?.stop();
  }

  get open(): boolean {
    return this.#underWay !== undefined;
  }

  /** One turn of sampling; false: nothing is sampled. A failure ends the sampling alone. */
  async turn(): Promise<boolean> {
    const sampling = this.#underWay;
    if (!sampling) return false;
    if (!(await this.#goesOn(sampling)) && this.#underWay === sampling) {
      this.#underWay = this.#next;
      this.#next = undefined;
    }
    return true;
  }

  async #goesOn(sampling: SampleRace): Promise<boolean> {
    try {
      return await sampling.sampleTurn();
    } catch (error) {
      sampling.destroy();
      const { runId } = this.#race;
      this.#race.post({ type: 'failed', runId, sampleId: sampling.sampleId, ...explain(error) });
      return false;
    }
  }

  /** The device is gone: nothing is freed, and pending requests fail with this message. */
  abandon(message: string): void {
    const { runId } = this.#race;
    for (const sampling of [this.#underWay, this.#next])
      if (sampling)
        this.#race.post({ type: 'failed', runId, sampleId: sampling.sampleId, failure: 'interrupted', message });
    this.#underWay = undefined;
  }

  destroy(): void {
    this.#underWay?.destroy();
    this.#underWay = undefined;
    this.#next = undefined;
  }
}
