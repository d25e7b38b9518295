import type { Backend, View } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { Plan } from '../../gpu/plan';
import { type PlannedMemory, type PlanSource, plannedMemories } from '../../gpu/plan_layout';
import type { Tensor } from '../../gpu/tensor';
import type { Model } from '../../models/model';
import type { BatchShape } from './batch_shape';
import { Recorder, type RecordingOptions } from './recorder';

interface Recorded<List extends string, T> {
  /** In the order in which a full run takes them. */
  readonly lists: Readonly<Record<List, readonly Dispatch[]>>;
  /** The tensors that its user writes and reads. */
  readonly tensors: T;
  readonly within?: PlanSource['within'];
}

/** Finds the place of tensors that others own: parameters, carried state. */
export interface Owner {
  placed(tensor: Tensor): View | undefined;
}

/** A view into the memory that parameters share. */
const ELSEWHERE: View = { memory: { label: '', dtype: 'f32', bytes: 0 }, offset: 0, bytes: 0 };

/**
 * A language model and what follows it, as lists of dispatches: made once, from shapes alone, without a device. The memory it
 * takes is known here; `plan` allocates it.
 */
export class Recording<List extends string, T> {
  readonly lists: Recorded<List, T>['lists'];
  readonly tensors: T;
  readonly #within: PlanSource['within'];

  constructor(
    model: Model,
    shape: BatchShape,
    options: RecordingOptions,
    record: (recorder: Recorder) => Recorded<List, T>,
  ) {
    const { lists, tensors, within } = record(new Recorder(model, shape, options));
    this.lists = lists;
    this.tensors = tensors;
    this.#within = within;
  }

  get dispatches(): readonly Dispatch[] {
    return Object.values<readonly Dispatch[]>(this.lists).flat();
  }

  /** Bytes of each memory that a plan without carried state allocates for it, by label, without parameters. */
  memories(): readonly PlannedMemory[] {
    const placed = ({ lifetime }: Tensor): View | undefined => (lifetime === 'parameter' ? ELSEWHERE : undefined);
    return plannedMemories({ lists: this.lists, within: this.#within, placed });
  }

  /** Allocates every tensor that has no owner, compiles, and binds. Throws MemoryError. A failure leaves nothing allocated. */
  plan(backend: Backend, owners: readonly Owner[], progress?: (done: number, total: number) => void): Promise<Plan> {
    const placed = (tensor: Tensor): View | undefined => owners.flatMap(owner => owner.placed(tensor) ?? []).at(0);
    return Plan.make(backend, { lists: this.lists, within: this.#within, placed }, progress);
  }
}
