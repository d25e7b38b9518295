import { DropdownMenu } from 'radix-ui';
import { type ReactElement, useId, useState } from 'react';
import './name_menu.css';

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement;
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
export function NameMenu({ trigger, note, items }: Props) {
  const [about, setAbout] = useState<string>();
  const id = useId();
  return (
    <DropdownMenu.Root onOpenChange={() => setAbout(undefined)}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align="start">
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
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
