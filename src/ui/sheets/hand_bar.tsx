import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { DialogContent } from '../kit/dialog';
import { closeSheet, type SheetName, useSheet } from '../stores/sheet';
import { HandButtons } from './hand_buttons';
import { openSheet } from './open_sheet';
import { SheetBody } from './sheet_body';
import { idOf, titles } from './sheet_names';
import { sheetOfOpen } from './use_open_across';
import './sheet.css';

/** The bar at the lower edge of a small or touched screen, and the sheet that it opened. */
export function HandBar() {
  const open = useSheet(state => state.open);
  useEffect(() => {
    // What was open, or worked in, as the window became small lies in a sheet now.
    const sheet = sheetOfOpen();
    if (sheet) openSheet(sheet);
    return closeSheet;
  }, []);
  return (
    <>
      <HandButtons named />
      <Dialog.Root open={open !== null} onOpenChange={opens => opens || closeSheet()}>
        {open === null ? null : <Sheet name={open} />}
      </Dialog.Root>
    </>
  );
}

/** A sheet keeps the bar below it, so that another is one touch away. The focus goes back to what opened it. */
function Sheet({ name }: { readonly name: SheetName }) {
  const [opener] = useState(() => document.activeElement);
  return (
    <DialogContent
      name={titles[name]}
      title={titles[name]}
      className="sheet"
      closed={event => {
        event.preventDefault();
        // Where a touch focuses nothing, to the button of the sheet.
        const known = opener instanceof HTMLElement && opener !== document.body ? opener : null;
        (known ?? document.getElementById(idOf(name)))?.focus();
      }}
    >
      <SheetBody key={name} name={name} />
      <HandButtons />
    </DialogContent>
  );
}
