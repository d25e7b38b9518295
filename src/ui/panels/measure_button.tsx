import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { stopMeasuring } from '../actions';
import { DialogContent } from '../kit/dialog';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { lazyPart } from '../kit/lazy_part';

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
      <DialogContent name="Measure" title="Measure this machine" className="growing">
        <MeasureDialog />
      </DialogContent>
    </Dialog.Root>
  );
}
