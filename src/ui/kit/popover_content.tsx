import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** The content of an open popover. */
export function PopoverContent({
  label,
  align,
  closed,
  children,
}: {
  label: string;
  align: 'start' | 'end';
  /** Sends the focus elsewhere than to what opened the popover, where it calls preventDefault(). */
  closed?: ((event: Event) => void) | undefined;
  children: ReactNode;
}) {
  return (
    <Popover.Portal>
      <Popover.Content
        className="popover"
        sideOffset={6}
        collisionPadding={12}
        align={align}
        aria-label={label}
        {...(closed ? { onCloseAutoFocus: closed } : {})}
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  );
}
