import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { Hint } from './hint';
import { Icon } from './icons';

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly hint?: string;
  readonly align: 'start' | 'end';
  readonly items: readonly Item[];
  /** A sentence below the items. */
  readonly note?: string | undefined;
  readonly onOpen?: () => void;
}

interface Item {
  readonly title: string;
  readonly about?: string;
  /** Where one of the items holds: whether it is this one. */
  readonly checked?: boolean;
  choose(): void;
}

/** A list of actions that a button opens. */
export function Menu({ trigger, hint, align, items, note, onOpen }: Props) {
  const opens = <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>;
  return (
    <DropdownMenu.Root onOpenChange={open => open && onOpen?.()}>
      {hint === undefined ? (
        opens
      ) : (
        <Hint text={hint} side="bottom">
          {opens}
        </Hint>
      )}
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align={align}>
          {items.map(item => (
            <MenuItem key={item.title} item={item} />
          ))}
          {note === undefined ? null : <p className="menu-note">{note}</p>}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuItem({ item: { title, about, checked, choose } }: { item: Item }) {
  const words = (
    <>
      {title}
      {about ? <span className="about">{about}</span> : null}
    </>
  );
  if (checked === undefined)
    return (
      <DropdownMenu.Item className="menu-item plain" onSelect={choose}>
        {words}
      </DropdownMenu.Item>
    );
  return (
    <DropdownMenu.CheckboxItem className="menu-item" checked={checked} onSelect={choose}>
      <DropdownMenu.ItemIndicator className="check">
        <Icon name="check" size={12} />
      </DropdownMenu.ItemIndicator>
      {words}
    </DropdownMenu.CheckboxItem>
  );
}
