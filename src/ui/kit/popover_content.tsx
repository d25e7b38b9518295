import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** The content of an open popover. */
export function PopoverContent({
  label,
  align,
  children,
}: {
  label: string;
  align: 'start' | 'end';
  children: ReactNode;
}) {
  return (
    <Popover.Portal>
      <Popover.Content className="popover" sideOffset={6} collisionPadding={12} align={align} aria-label={label}>
        {children}
      </Popover.Content>
    </Popover.Portal>
  );
}
