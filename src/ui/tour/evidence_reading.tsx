import { Swatch } from '../kit/swatch';
import type { Figure } from './figure';
import './evidence_reading.css';

/** What each line has at one x, in figures. */
export function EvidenceReading({ figure, x }: { readonly figure: Figure; readonly x: number }) {
  const { lines, formatX, formatY } = figure;
  return (
    <div className="tour-reading small">
      <b>{formatX(x)}</b>
      {lines.map(({ name, points }, slot) => {
        const at = points.find(point => point.x === x);
        return at ? (
          <span key={name}>
            <Swatch slot={slot} /> {name} {formatY(at.y)}
          </span>
        ) : null;
      })}
    </div>
  );
}
