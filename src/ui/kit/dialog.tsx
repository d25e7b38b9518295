import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icons';
import { Part } from './part';

interface Props {
  /** The name that the visitor reads if it fails. */
  readonly name: string;
  readonly title: string;
  readonly className?: string;
  /** Sends the focus elsewhere than to what opened the dialog, where it calls preventDefault(). */
  readonly closed?: (event: Event) => void;
  readonly children: ReactNode;
}

/** Title, close button, and content of an open dialog. An error of the content stays inside the dialog. */
export function DialogContent({ name, title, className = '', closed, children }: Props) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="overlay" />
      <Radix.Content
        className={`dialog ${className}`}
        aria-describedby={undefined}
        {...(closed ? { onCloseAutoFocus: closed } : {})}
      >
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
