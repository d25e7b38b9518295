import type { ReactNode } from 'react';
import './scroll_region.css';

/** A box that scrolls if its content is too large, also by keyboard. */
export function ScrollRegion({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={`scroll-region ${className}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
