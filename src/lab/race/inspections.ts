import { TaskError } from '../../tasks/task';
import type { Inspection, InspectRequest } from '../inspect/inspection';
import type { Inspector } from '../inspect/inspector';
import type { ProbeRequest } from '../inspect/probe';
import { whySkipped } from '../sampling/sample_race';
import type { Contender } from './contender';
import { explain } from './explain';
import type { LoadedRace } from './loaded_race';

/** Looks inside contenders, one request after the other. Failures are posted. */
export class Inspections {
  readonly #race: LoadedRace;
  /** By contender, for those that were inspected. */
  readonly #inspectors = new Map<Contender, Inspector>();
  readonly #waiting: { readonly inspectId: number; readonly request: InspectRequest | ProbeRequest }[] = [];
  #underWay: number | undefined;

  constructor(race: LoadedRace) {
    this.#race = race;
  }

  add(inspectId: number, request: InspectRequest | ProbeRequest): void {
    this.#waiting.push({ inspectId, request });
  }

  /** One waits or runs. */
  get open(): boolean {
    return this.#underWay !== undefined || this.#waiting.length > 0;
  }

  /** Answers the oldest request; false: none waits. */
  async next(): Promise<boolean> {
    const first = this.#waiting.shift();
    if (!first) return false;
    const { inspectId, request } = first;
    const { runId } = this.#race;
    this.#underWay = inspectId;
    try {
      const inspector = await this.#inspectorOf(request.contender);
      if ('kind' in request) {
        this.#race.post({ type: 'probed', runId, inspectId, answer: await inspector.probe(request) });
      } else {
        const inspection = withStages(await inspector.inspect(request), this.#race.contenders[request.contender]);
        this.#race.post({ type: 'inspected', runId, inspectId, inspection });
      }
    } catch (error) {
      const { failure, message } = explain(error);
      const named = failure === 'bad_text' ? 'bad_prompt' : failure;
      this.#race.post({ type: 'failed', runId, inspectId, failure: named, message });
    }
    this.#underWay = undefined;
    return true;
  }

  /** The device is gone: what is asked for has failed, with these words. */
  abandon(message: string): void {
    const { runId } = this.#race;
    const underWay = this.#underWay === undefined ? [] : [this.#underWay];
    for (const inspectId of [...underWay, ...this.#waiting.map(waiting => waiting.inspectId)])
      this.#race.post({ type: 'failed', runId, inspectId, failure: 'interrupted', message });
  }

  destroy(): void {
    for (const inspector of this.#inspectors.values()) inspector.destroy();
  }

  async #inspectorOf(index: number): Promise<Inspector> {
    const { backend, contenders } = this.#race;
    const contender = contenders[index];
    if (!contender)
      throw new TaskError(`There is no contender ${index}; choose one from 0 to ${contenders.length - 1}.`);
    const { status, model, parameters } = contender;
    if (status === 'diverged' || status === 'failed') throw new TaskError(whySkipped(this.#race.nameOf(index), status));
    const known = this.#inspectors.get(contender);
    if (known) return known;
    // Many races are never inspected, so the worker loads this when one is.
    const { Inspector } = await import('../inspect/inspector');
    const inspector = new Inspector(backend, this.#race.taskOf(index), model, parameters);
    this.#inspectors.set(contender, inspector);
    return inspector;
  }
}

/** With the losses by position at the steps at which the contender's length grew. */
function withStages(inspection: Inspection, contender: Contender | undefined): Inspection {
  const { positions } = inspection;
  const before = contender?.stageLosses ?? [];
  return positions && before.length > 0 ? { ...inspection, positions: { ...positions, before } } : inspection;
}
