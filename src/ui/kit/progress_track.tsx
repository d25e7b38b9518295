import './progress_track.css';
/** A thin bar that fills: `share` from 0 to 1 of what `label` names. */
export function ProgressTrack({ label, share }: { label: string; share: number }) {
  return (
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
  );
}
