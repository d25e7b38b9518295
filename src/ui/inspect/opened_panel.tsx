import type { ReactNode } from 'react';
import { Button } from '../kit/button';
import { Panel } from '../panels/panel';

interface Props {
  readonly title: string;
  /** The name of the button that opens it. */
  readonly label: string;
  /** A sentence or two while it is closed, and while it is open. */
  readonly about: readonly [closed: string, open: string];
  /** Beside the button. */
  readonly controls?: ReactNode;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A panel below the board that shows its content when it is asked for, since that costs time. */
export function OpenedPanel({ title, label, about: [closed, opened], controls, open, onOpen, children }: Props) {
  return (
    <Panel
      title={title}
      controls={
        <>
          {controls}
          <Button tiny icon={open ? 'check' : 'play'} label={label} aria-pressed={open} onClick={() => onOpen(!open)} />
        </>
      }
    >
      <p className="muted small">{open ? opened : closed}</p>
      {open ? children : null}
    </Panel>
  );
}
