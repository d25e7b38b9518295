import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { stopMeasuring } from '../actions';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { lazyPart } from '../kit/lazy_part';
import { Part } from '../kit/part';

const MeasureDialog = lazyPart(() => import('./measure_dialog').then(part => part.MeasureDialog));

/** Opens the measurement of this machine. */
export function MeasureButton() {
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    if (!next) stopMeasuring();
    setOpen(next);
  };
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Hint
        text="Measure how fast your adapter trains and samples, and how near that is to its own peak."
        side="bottom"
      >
        <Dialog.Trigger asChild>
          <button type="button" className="button quiet shrinks">
            <Icon name="gauge" />
            <span>Measure</span>
          </button>
        </Dialog.Trigger>
      </Hint>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog growing" aria-describedby={undefined}>
          <div className="dialog-head">
            <Dialog.Title>Measure this machine</Dialog.Title>
            <Dialog.Close asChild>
              <button type="button" className="button quiet icon" aria-label="Close">
                <Icon name="close" />
              </button>
            </Dialog.Close>
          </div>
          <Part name="Measure">
            <MeasureDialog />
          </Part>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
