import { z } from 'zod';
import type { ExperimentCall, Row } from './experiment';
import type { TrainingJob } from './instruments/instruments';
import type { CellKey } from './kept_cells';
import { trainToEnd } from './train_to_end';

const trainedFigures = z.strictObject({
  /** Null if it diverged. */
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  diverged: z.boolean(),
  steps: z.number(),
  seconds: z.number(),
});
export type TrainedFigures = Readonly<z.infer<typeof trainedFigures>>;

/** The figures of one contender, trained to the end with one seed; kept under the key. Throws ModelError, MemoryError, the signal's reason. */
export async function trainCell(
  { instruments, once }: Pick<ExperimentCall<unknown, Row>, 'instruments' | 'once'>,
  key: CellKey,
  job: TrainingJob,
  onTurn: (done: number) => void,
): Promise<TrainedFigures> {
  return await once(key, trainedFigures, async () => {
    const { contender, loss, accuracy, diverged } = await trainToEnd(instruments, job, onTurn);
    const { steps, seconds } = contender;
    contender.destroy();
    return { loss, accuracy, diverged, steps, seconds };
  });
}
