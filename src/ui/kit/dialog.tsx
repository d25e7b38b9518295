import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icons';
import { Part } from './part';

interface Props {
  /** What the visitor calls it, should it fail. */
  readonly name: string;
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What a dialog shows once it is open: its title, the way out, and its content, whose errors stay within it. */
export function DialogContent({ name, title, className = '', children }: Props) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="overlay" />
      <Radix.Content className={`dialog ${className}`} aria-describedby={undefined}>
        <div className="dialog-head">
          <Radix.Title>{title}</Radix.Title>
          <Radix.Close asChild>
            <button type="button" className="button quiet icon" aria-label="Close">
              <Icon name="close" />
            </button>
          </Radix.Close>
        </div>
        <Part name={name}>{children}</Part>
      </Radix.Content>
    </Radix.Portal>
  );
}
