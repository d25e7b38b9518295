import type { Engine, Trained, Trainee, TrainingJob } from './engine/engine';

/** Builds a contender and trains it to the end. The caller destroys it. Throws ModelError, MemoryError, the signal's reason. */
export async function trainToEnd(
  engine: Engine,
  job: TrainingJob,
  onTurn: (done: number) => void,
): Promise<Trained & { readonly contender: Trainee }> {
  const contender = await engine.contender(job);
  try {
    return { contender, ...(await contender.trainUpTo(job.training.steps, onTurn)) };
  } catch (error) {
    contender.destroy();
    throw error;
  }
}
