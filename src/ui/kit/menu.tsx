import { DropdownMenu } from 'radix-ui';
import { Icon } from './icons';
import { type MenuCall, MenuFrame } from './menu_frame';

interface Props extends MenuCall {
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
export function Menu({ items, note, onOpen, ...frame }: Props) {
  return (
    <MenuFrame {...frame} onOpen={open => open && onOpen?.()}>
      {items.map(item => (
        <MenuItem key={item.title} item={item} />
      ))}
      {note === undefined ? null : <p className="menu-note">{note}</p>}
    </MenuFrame>
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
