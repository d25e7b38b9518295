import { type Backend, MemoryError } from '../../../gpu/backend';
import { stateBytes } from '../../../models/cost';
import { ModelError } from '../../../models/mixer';
import type { OpenTask } from '../../../tasks/task';
import type { Contender } from '../../race/contender';
import { PIECE, StreamEvaluation } from '../../race/stream_evaluation';
import type { TestLimits, TestScore } from './instruments';

/** Tokens of one piece of all sequences side by side. This bounds the activations. */
const PIECE_TOKENS = 16384;

/** The number of sequences of L tokens to score, and how many at once. */
export function testShape(L: number, limits: TestLimits): { readonly B: number; readonly batches: number } {
  const sequences = Math.min(limits.most, Math.max(limits.fewest, Math.floor(limits.tokens / L)));
  const B = Math.min(sequences, Math.max(1, Math.floor(PIECE_TOKENS / Math.min(L, PIECE))));
  return { B, batches: Math.max(1, Math.floor(sequences / B)) };
}

/** Accuracy on fresh sequences of the task's length, read with carried state. Throws the signal's reason. */
export async function scoreLength(
  backend: Backend,
  { model, trainer }: Contender,
  task: OpenTask,
  limits: TestLimits,
  signal: AbortSignal,
): Promise<TestScore> {
  const L = task.length;
  const { B, batches } = testShape(L, limits);
  if (B * stateBytes(model, L) > limits.state_megabytes * 2 ** 20) return { status: 'out of memory budget' };
  const started = performance.now();
  let stream: StreamEvaluation | undefined;
  try {
    stream = await StreamEvaluation.make(backend, model, trainer.parameters, { B, L });
    let correct = 0;
    let scored = 0;
    for (let index = 0; index < batches; index++) {
      const score = await stream.score(task.batch('validation', index, B), signal);
      if (!score) throw signal.reason;
      if (score.scored > 0 && !Number.isFinite(score.loss)) return { status: 'diverged' };
      correct += score.correct;
      scored += score.scored;
    }
    const seconds = (performance.now() - started) / 1000;
    return { status: 'measured', accuracy: correct / scored, scored, sequences: B * batches, seconds };
  } catch (error) {
    if (error instanceof MemoryError) return { status: 'out of memory budget' };
    if (error instanceof ModelError) return { status: 'out of time budget' };
    throw error;
  } finally {
    stream?.destroy();
  }
}
