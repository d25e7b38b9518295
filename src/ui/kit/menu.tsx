import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { Hint } from './hint';

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly hint?: string;
  readonly align: 'start' | 'end';
  readonly items: readonly { readonly title: string; readonly about?: string; choose(): void }[];
}

/** A list of actions that a button opens. */
export function Menu({ trigger, hint, align, items }: Props) {
  const opens = <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>;
  return (
    <DropdownMenu.Root>
      {hint === undefined ? (
        opens
      ) : (
        <Hint text={hint} side="bottom">
          {opens}
        </Hint>
      )}
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align={align}>
          {items.map(({ title, about, choose }) => (
            <DropdownMenu.Item key={title} className="menu-item plain" onSelect={choose}>
              {title}
              {about ? <span className="about">{about}</span> : null}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
