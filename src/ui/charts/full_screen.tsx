import { Dialog } from 'radix-ui';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { DialogContent } from '../kit/dialog';
import { useCrossing } from '../sheets/use_crossing';
import './full_screen.css';

interface Props {
  readonly title: string;
  /** Gets the focus back. */
  readonly opener: RefObject<HTMLElement | null>;
  /** The same function in every render. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser has given the whole screen for a chart. It outlasts a crossing of the window, which going there may be. */
let entered = false;

/** A chart over the whole screen, or over the whole page where the browser gives no more. */
export function FullScreen({ title, opener, onClose, children }: Props) {
  const crossing = useCrossing();
  useEffect(() => {
    let closed = false;
    const exit = () => void document.exitFullscreen().catch(() => {});
    const left = () => {
      if (entered && !document.fullscreenElement) onClose();
    };
    document.addEventListener('fullscreenchange', left);
    // The page, not the chart: what opens from the chart lies beside it in the page.
    if (!entered)
      void document.documentElement.requestFullscreen?.().then(
        () => {
          if (closed) exit();
          else entered = true;
        },
        () => {},
      );
    left();
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (crossing()) return;
      closed = true;
      entered = false;
      if (document.fullscreenElement) exit();
    };
  }, [onClose, crossing]);
  const goBack = (event: Event) => {
    event.preventDefault();
    opener.current?.focus();
  };
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <DialogContent name="The chart" title={title} className="full-screen" closed={goBack}>
        {children}
      </DialogContent>
    </Dialog.Root>
  );
}
