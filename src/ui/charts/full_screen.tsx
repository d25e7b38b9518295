import { Dialog } from 'radix-ui';
import { type ReactNode, useEffect, useState } from 'react';
import { DialogContent } from '../kit/dialog';
import './full_screen.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A chart over the whole screen, or over the whole page where the browser gives no more. */
export function FullScreen({ title, onClose, children }: Props) {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    let entered = false;
    // The page, not the chart: what opens from the chart lies beside it in the page.
    void document.documentElement.requestFullscreen?.().then(
      () => {
        entered = true;
      },
      () => {},
    );
    const left = () => {
      if (entered && !document.fullscreenElement) onClose();
    };
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
    };
  }, [onClose]);
  const goBack = (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <DialogContent name="The chart" title={title} className="full-screen" closed={goBack}>
        {children}
      </DialogContent>
    </Dialog.Root>
  );
}
