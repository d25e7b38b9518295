import type { ReactNode } from 'react';
import './progress.css';

interface Props {
  /** Its name for screen readers. */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly words: string;
  /** Whether screen readers read new words out. */
  readonly live: boolean;
  readonly className?: string;
  /** Beside the words, where there is room. */
  readonly children?: ReactNode;
}

/** Progress in words and as a thin bar. */
export function Progress({ label, share, words, live, className = '', children }: Props) {
  return (
    <div className={`progress ${className}`}>
      <div className="row">
        <p className="progress-words number cut" aria-live={live ? 'polite' : 'off'}>
          {words}
        </p>
        {children}
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <div className="progress-done" style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
