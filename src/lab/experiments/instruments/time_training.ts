import { type Backend, MemoryError } from '../../../gpu/backend';
import type { Model } from '../../../models/model';
import type { Subject } from '../../measure/subject';
import { alternate } from '../../measure/timing';
import { trainingCase } from '../../measure/training';
import { tooLong } from '../../race/too_long';
import { recordAll } from '../../race/training_size';
import { rest } from '../rest';
import type { StepCost, StepShape } from './instruments';

const EFFORT = { sampleMilliseconds: 100, budgetMilliseconds: 3000 };

/** The cost of a training step. Throws the signal's reason. */
export async function timeTraining(
  backend: Backend,
  name: string,
  model: Model,
  { B, L, samples }: StepShape,
  signal: AbortSignal,
): Promise<StepCost> {
  const empty = { milliseconds: null, p10: null, p90: null, bytes: null };
  try {
    const [recording] = recordAll(backend, [{ name, model }], { B, L });
    // A step that would hold the adapter is not tried.
    if (recording && tooLong(backend, recording.dispatches)) return { ...empty, status: 'out of time budget' };
    const { vocab_size: V, d_model: D, blocks } = model.config;
    const measured = trainingCase({ name, B, L, V, D, blocks }, signal);
    const subject = heeding(await measured.ours(backend), signal);
    try {
      const [timing] = await alternate([subject], { ...EFFORT, samples });
      const bytes = subject.facts()['planned bytes'] ?? null;
      if (!timing) throw new RangeError('nothing was timed');
      return { milliseconds: timing.median, p10: timing.p10, p90: timing.p90, bytes, status: 'measured' };
    } finally {
      subject.destroy();
    }
  } catch (error) {
    if (error instanceof MemoryError) return { ...empty, status: 'out of memory' };
    throw error;
  }
}

/** The same, but throws the signal's reason before a run, off the clock, and after an interrupted one. */
function heeding(subject: Subject, signal: AbortSignal): Subject {
  return {
    ...subject,
    rewind: () => rest(signal),
    async run(times) {
      await subject.run(times);
      signal.throwIfAborted();
    },
  };
}
