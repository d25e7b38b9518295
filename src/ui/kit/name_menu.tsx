import { DropdownMenu } from 'radix-ui';
import { useId, useState } from 'react';
import { type MenuCall, MenuFrame } from './menu_frame';
import './name_menu.css';

interface Props extends MenuCall {
  /** Shown below the names until one is pointed at. */
  readonly note: string;
  readonly items: readonly NamedItem[];
}

interface NamedItem {
  readonly title: string;
  /** Shown below the names while this one is pointed at, or has the focus. */
  readonly about: string;
  choose(): void;
}

/** A menu of many names, in two columns, with a few sentences about one of them below. */
export function NameMenu({ note, items, ...frame }: Props) {
  const [about, setAbout] = useState<string>();
  const id = useId();
  return (
    <MenuFrame {...frame} align="start" onOpen={() => setAbout(undefined)}>
      <div className="name-menu" style={{ '--rows': Math.ceil(items.length / 2) }}>
        {items.map(item => (
          <DropdownMenu.Item
            key={item.title}
            className="menu-item plain"
            aria-describedby={id}
            onFocus={() => setAbout(item.about)}
            onSelect={item.choose}
          >
            {item.title}
          </DropdownMenu.Item>
        ))}
      </div>
      <p id={id} className="menu-note name-menu-about">
        {about ?? note}
      </p>
    </MenuFrame>
  );
}
