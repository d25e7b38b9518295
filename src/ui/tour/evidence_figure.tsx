import { contenderColour, contenderDash } from '../colours';
import { Swatch } from '../kit/swatch';
import { isHere } from './checked';
import type { Evidence } from './evidence';
import { type Figure, figureOf } from './figure';
import './evidence_figure.css';

/** CSS pixels of the drawing; it is scaled to the width of its place. */
const [WIDTH, HEIGHT] = [280, 96];
const FRAME = { left: 4, right: 276, top: 14, bottom: 80 };

/** A small chart of evidence, which says whether it is of this machine. */
export function EvidenceFigure({ evidence }: { readonly evidence: Evidence }) {
  const figure = figureOf(evidence);
  if (!figure) return null;
  const { title, unit, lines, formatY } = figure;
  const last = lines.map(({ name, points }) => {
    const end = points.at(-1);
    return `${name} ${end ? formatY(end.y) : 'without a figure'}`;
  });
  const from = isHere(evidence) ? 'measured here' : `stored result of ${evidence.date}`;
  return (
    <figure className="tour-figure">
      <figcaption className="small">
        <b>{title}</b> <span className="muted">{`${unit}; ${from}`}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}, ${unit}. Last: ${last.join('; ')}.`}>
        <Drawing {...figure} />
      </svg>
      <ul className="tour-legend small" aria-hidden="true">
        {lines.map(({ name }, slot) => (
          <li key={name}>
            <Swatch slot={slot} /> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Drawing({ lines, log, y: least, formatX, formatY }: Figure) {
  const { left, right, top, bottom } = FRAME;
  const all = lines.flatMap(({ points }) => points);
  const x = scaleOf(
    all.map(point => point.x),
    log.x,
    left,
    right,
  );
  const y = scaleOf([...least.filter(Number.isFinite), ...all.map(point => point.y)], log.y, bottom, top);
  return (
    <>
      <path d={`M${left} ${top}V${bottom}H${right}`} className="tour-axes" />
      <text x={left + 4} y={top - 4}>
        {formatY(y.to)}
      </text>
      <text x={left + 4} y={bottom - 4}>
        {formatY(y.from)}
      </text>
      <text x={left} y={HEIGHT - 4}>
        {formatX(x.from)}
      </text>
      <text x={right} y={HEIGHT - 4} textAnchor="end">
        {formatX(x.to)}
      </text>
      {lines.map(({ name, points }, slot) => (
        <polyline
          key={name}
          points={points.map(point => `${x.place(point.x).toFixed(1)},${y.place(point.y).toFixed(1)}`).join(' ')}
          fill="none"
          stroke={contenderColour(slot)}
          strokeWidth={2}
          strokeDasharray={contenderDash(slot)}
        />
      ))}
    </>
  );
}

/** From the least to the most of the values, to places between two ends. */
function scaleOf(values: readonly number[], log: boolean, first: number, last: number) {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const of = (value: number): number => (log ? Math.log(value) : value);
  const span = of(to) - of(from);
  const place = (value: number): number =>
    span === 0 ? (first + last) / 2 : first + ((of(value) - of(from)) / span) * (last - first);
  return { from, to, place };
}
