import type { Instruments, Trained, Trainee, TrainingJob } from './instruments/instruments';

/** Builds a contender and trains it to the end. The caller destroys it. Throws ModelError, MemoryError, the signal's reason. */
export async function trainToEnd(
  instruments: Instruments,
  job: TrainingJob,
  onTurn: (done: number) => void,
): Promise<Trained & { readonly contender: Trainee }> {
  const contender = await instruments.contender(job);
  try {
    return { contender, ...(await contender.trainUpTo(job.training.steps, onTurn)) };
  } catch (error) {
    contender.destroy();
    throw error;
  }
}
