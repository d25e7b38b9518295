import './progress.css';

interface Props {
  /** Its name for screen readers. */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly words: string;
  /** Whether screen readers read new words out. */
  readonly live: boolean;
  /** Words that are a sentence take several lines; otherwise they are cut. */
  readonly wraps?: boolean;
  readonly className?: string;
}

/** Progress in words and as a thin bar. */
export function Progress({ label, share, words, live, wraps = false, className = '' }: Props) {
  return (
    <div className={`progress ${className}`}>
      <p className={`number ${wraps ? '' : 'cut'}`} aria-live={live ? 'polite' : 'off'}>
        {words}
      </p>
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
