import { Dialog } from 'radix-ui';
import { Button } from '../kit/button';
import { DialogContent } from '../kit/dialog';
import { lazyPart } from '../kit/lazy_part';

const HelpText = lazyPart(() => import('./help_text').then(part => part.HelpText));

/** The button that opens the help. */
export function HelpDialog() {
  return (
    <Dialog.Root>
      <Dialog.Trigger asChild>
        <Button quiet icon="help" label="Help" id="help" />
      </Dialog.Trigger>
      <DialogContent name="Help" title="What Unroll does">
        <HelpText />
      </DialogContent>
    </Dialog.Root>
  );
}
