import { Dialog } from 'radix-ui';
import { DialogContent } from '../kit/dialog';
import { lazyPart } from '../kit/lazy_part';
import { useBringing } from '../stores/bringing';
import { closeBringing } from './bring';

const BringDialog = lazyPart(() => import('./bring_dialog').then(part => part.BringDialog));

/** The dialog that makes a contender of a file of weights. The menu of contenders opens it, and so do dropped files. */
export function BringWindow() {
  const open = useBringing(state => state.open);
  return (
    <Dialog.Root open={open} onOpenChange={next => (next ? undefined : closeBringing())}>
      <DialogContent name="Bring weights" title="Bring weights">
        <BringDialog />
      </DialogContent>
    </Dialog.Root>
  );
}
