import { type ReactNode, useRef } from 'react';
import { useOpenAcross } from './use_open_across';

interface Props {
  /** Its own among what lies in sheets. */
  readonly name: string;
  readonly summary: ReactNode;
  readonly className: string;
  /** Hidden until it is open. */
  readonly children: (open: boolean) => ReactNode;
}

/** A summary that unfolds. Its sheet opens with it, as the window becomes small, where one works in it. */
export function DetailsAcross({ name, summary, className, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useOpenAcross(name, details);
  return (
    <details ref={details} className={className} open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {children(open)}
    </details>
  );
}
