import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { Button } from '../kit/button';
import { DialogContent } from '../kit/dialog';
import { Hint } from '../kit/hint';
import { lazyPart } from '../kit/lazy_part';
import { useRun } from '../stores/run';
import type { Phase } from '../stores/run_state';

const TrainFurther = lazyPart(() => import('./train_further').then(part => part.TrainFurther));

/** Lets a race at rest go on otherwise than planned. */
export function TrainFurtherButton({ phase }: { phase: Phase }) {
  const race = useRun(({ runId }) => runId);
  /** The race that the dialog is about; it closes when another one is on the page. */
  const [about, setAbout] = useState<number | null>(null);
  const rests = phase === 'finished' || phase === 'paused';
  return (
    <>
      {rests ? (
        <Hint text="Go on from here: more steps, another schedule, learning rate, length, or task." side="bottom">
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

/** The button that opened the dialog is gone while the race trains. */
function returnFocus(event: Event): void {
  event.preventDefault();
  (document.getElementById('train-further') ?? document.getElementById('train'))?.focus();
}
