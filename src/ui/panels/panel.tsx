import type { ReactNode } from 'react';
import { useId } from 'react';

interface Props {
  readonly title: string;
  readonly controls?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of the page. */
export function Panel({ title, controls, className = '', children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        <div className="panel-controls">{controls}</div>
      </header>
      {children}
    </section>
  );
}
