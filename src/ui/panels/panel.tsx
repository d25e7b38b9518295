import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** The unit of what the panel shows. */
  readonly unit?: string;
  readonly controls?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of the page. */
export function Panel({ title, unit, controls, className = '', children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>
          {title}
          {unit === undefined ? null : <span className="muted unit"> {unit}</span>}
        </h2>
        <div className="panel-controls">{controls}</div>
      </header>
      {children}
    </section>
  );
}
