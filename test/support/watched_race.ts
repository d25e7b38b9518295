import type { Replay, Stop } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { Dispatch } from '../../src/gpu/dispatch';
import type { RaceField } from '../../src/lab/sampling/sample_race';
import { ParameterArena } from '../../src/models/arena';
import { defineModel } from '../../src/models/model';
import { openTask } from '../../src/tasks/registry';
import { initialWeights } from './initial_weights';

/** The twins, with an action before each submit. */
export class Watched extends TwinBackend {
  before: (replays: readonly Replay[]) => Promise<void> | void = () => {};
  override longestPart: (dispatches?: readonly Dispatch[]) => number = () => 0;

  override async submit(replays: readonly Replay[], stop?: Stop, committed?: number): Promise<boolean> {
    await this.before(replays);
    return super.submit(replays, stop, committed);
  }
}

/** A small RNN with a task of four letters. */
export async function watched(D = 4) {
  const backend = new Watched();
  const task = await openTask({ name: 'text', length: 6, source: 'own' }, 1, {
    corpus: async () => '',
    ownText: 'abcd'.repeat(50),
  });
  const model = defineModel({ vocab_size: task.vocabulary.size, d_model: D, blocks: [{ mixer: 'rnn' }] });
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 1));
  return { backend, task, model, parameters };
}

/** A race to sample. It has the model once for each name. */
export function fieldOf(
  names: readonly string[],
  { task, model, parameters }: Awaited<ReturnType<typeof watched>>,
): RaceField {
  const contender = { status: 'paused' as const, model, parameters };
  const contenders = names.map((name, index) => ({ index, name, contender }));
  return { runId: 1, task, protocol: 'continues', contenders };
}
