import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import { useState } from 'react';

/** One sentence about a control, on hover, keyboard focus, or touch. The child must take a ref and handlers. */
export function Hint({
  text,
  children,
  side = 'top',
}: {
  text: string;
  children: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left';
}) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onPointerUp={event => event.pointerType === 'touch' && setTimeout(() => setOpen(true))}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
