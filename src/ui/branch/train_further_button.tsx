import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { Button } from '../kit/button';
import { DialogContent } from '../kit/dialog';
import { Hint } from '../kit/hint';
import { lazyPart } from '../kit/lazy_part';
import { runStore, useRun } from '../stores/run';
import { isAtRest, phaseOf } from '../stores/run_state';

const TrainFurther = lazyPart(() => import('./train_further').then(part => part.TrainFurther));

/** Lets a race that `rests` go on otherwise than planned. */
export function TrainFurtherButton({ rests }: { rests: boolean }) {
  const race = useRun(({ runId }) => runId);
  /** The race that the dialog is about; it closes when another one is on the page. */
  const [about, setAbout] = useState<number | null>(null);
  return (
    <>
      {rests ? (
        <Hint
          text="Go on from here: more steps, another schedule, learning rate, batch, length, or task."
          side="bottom"
        >
          <Button label="Train further" id="train-further" onClick={() => setAbout(race)} />
        </Hint>
      ) : null}
      <Dialog.Root open={about === race} onOpenChange={open => setAbout(open ? race : null)}>
        <DialogContent name="Train further" title="Train further" closed={returnFocus}>
          <TrainFurther />
        </DialogContent>
      </Dialog.Root>
    </>
  );
}

/** The button that opened the dialog goes when the race goes on. */
function returnFocus(event: Event): void {
  if (isAtRest(phaseOf(runStore.getState()))) return;
  event.preventDefault();
  document.getElementById('train')?.focus();
}
