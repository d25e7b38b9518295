import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { useOpenAcross } from '../sheets/use_open_across';
import { Hint } from './hint';

interface Props extends MenuCall {
  readonly align: 'start' | 'end';
  readonly hint?: string | undefined;
  readonly onOpen?: ((open: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** What every menu is given. */
export interface MenuCall {
  /** Its own among the menus that lie in sheets. */
  readonly name: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
}

/** A button, and what it opens. */
export function MenuFrame({ name, trigger, align, hint, onOpen, children }: Props) {
  const [open, setOpen] = useOpenAcross(name);
  const opens = <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>;
  return (
    <DropdownMenu.Root
      open={open}
      onOpenChange={next => {
        setOpen(next);
        onOpen?.(next);
      }}
    >
      {hint === undefined ? (
        opens
      ) : (
        <Hint text={hint} side="bottom">
          {opens}
        </Hint>
      )}
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align={align}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
