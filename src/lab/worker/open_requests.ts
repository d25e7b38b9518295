import type { RunConfig } from '../config/config';
import { membersOf, standingFor } from '../config/members';
import type { Event } from './protocol';
import type { Command } from './read_command';

type Request = Extract<Command, { type: 'sample' | 'inspect' | 'probe' | 'save' }>;
type SampleCommand = Extract<Command, { type: 'sample' }>;

/** What a worker was asked for and has not answered to the end: the latest sample, inspections, and files of weights. */
export class OpenRequests {
  #sample: { readonly command: SampleCommand; readonly begun: boolean; readonly lanes: number } | undefined;
  #others: readonly Exclude<Request, SampleCommand>[] = [];

  add(command: Request, config: RunConfig): void {
    if (command.type !== 'sample') this.#others = [...this.#others, command];
    else this.#sample = { command, begun: false, lanes: standingFor(config, command.request.ofSeed).length };
  }

  clear(): void {
    this.#sample = undefined;
    this.#others = [];
  }

  /** Follows the answers of the worker. */
  hear(event: Event): void {
    if (event.type === 'sampled') this.#sampled(event.sampleId, event.done);
    if (event.type === 'inspected' || event.type === 'probed') this.#inspected(event.inspectId);
    if (event.type === 'saved') this.#saved();
    if (event.type !== 'failed') return;
    if (event.sampleId !== undefined) {
      if (event.sampleId === this.#sample?.command.sampleId) this.#sample = undefined;
    } else if (event.inspectId !== undefined) this.#inspected(event.inspectId);
    // Files are written in the order in which they were asked for.
    else if (event.failure === 'refused') this.#saved();
  }

  /** Those that another worker can take over: all but a sample whose text has begun. */
  get movable(): readonly Request[] {
    return [...(this.#sample && !this.#sample.begun ? [this.#sample.command] : []), ...this.#others];
  }

  /** What the page is told of a sample whose text has begun. */
  get begun(): readonly Event[] {
    return this.#sample?.begun ? [unsampled(this.#sample.command)] : [];
  }

  /** What the page is told when the worker is gone and none of them is asked for again. */
  failures(config: RunConfig): readonly Event[] {
    return [...(this.#sample ? [this.#sample.command] : []), ...this.#others].map(command => {
      const { runId } = command;
      switch (command.type) {
        case 'sample':
          return unsampled(command);
        case 'inspect':
        case 'probe': {
          const message = 'The trainer was restarted before it had looked. Look again.';
          return { type: 'failed', runId, inspectId: command.inspectId, failure: 'interrupted', message };
        }
        case 'save': {
          const name = membersOf(config)[command.contender]?.name ?? `contender ${command.contender}`;
          const message = `The trainer was restarted, so the weights of ${name} are not saved. Save again.`;
          return { type: 'failed', runId, failure: 'refused', message };
        }
        default:
          return command satisfies never;
      }
    });
  }

  #sampled(sampleId: number, done: boolean): void {
    if (sampleId !== this.#sample?.command.sampleId) return;
    const lanes = this.#sample.lanes - Number(done);
    this.#sample = lanes > 0 ? { ...this.#sample, begun: true, lanes } : undefined;
  }

  #inspected(inspectId: number): void {
    this.#others = this.#others.filter(other => other.type === 'save' || other.inspectId !== inspectId);
  }

  #saved(): void {
    const first = this.#others.find(({ type }) => type === 'save');
    this.#others = this.#others.filter(other => other !== first);
  }
}

function unsampled({ runId, sampleId }: SampleCommand): Event {
  const message = 'The trainer was restarted before everything was sampled. Sample again.';
  return { type: 'failed', runId, sampleId, failure: 'interrupted', message };
}
