import type { Backend } from '../../../gpu/backend';
import { holding } from '../../../gpu/holding';
import type { OpenTask } from '../../../tasks/task';
import { copyLength, inductionScores } from '../../inspect/induction';
import { KeptForward } from '../../inspect/kept_forward';
import { PositionScorer } from '../../inspect/position_scores';
import type { Contender } from '../../race/contender';
import type { Observer } from './instruments';

/** Trainee.observer. */
export function observe(
  backend: Backend,
  task: OpenTask,
  { model, trainer: { parameters } }: Contender,
  signal: AbortSignal,
): Promise<Observer> {
  const V = model.config.vocab_size;
  const n = copyLength(V, task.length);
  return holding(async held => {
    const made = await PositionScorer.make(backend, task, model, parameters);
    const scorer = held.take(made, taken => taken.destroy());
    const copies = n === undefined ? undefined : await KeptForward.make(backend, model, parameters, 2 * n);
    return {
      async look() {
        const positions = await scorer.score(signal);
        if (!positions) throw signal.reason;
        if (!copies) return { positions, induction: null };
        const induction = await inductionScores(copies, V, signal);
        return { positions, induction: induction.scores.length > 0 ? induction : null };
      },
      destroy() {
        copies?.destroy();
        scorer.destroy();
      },
    };
  });
}
