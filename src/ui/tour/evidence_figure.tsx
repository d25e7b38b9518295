import { lazyPart } from '../kit/lazy_part';
import { Swatch } from '../kit/swatch';
import { isHere } from './checked';
import type { Evidence } from './evidence';
import { figureOf } from './figure';
import './evidence_figure.css';

const EvidencePlot = lazyPart(() => import('./evidence_plot').then(part => part.EvidencePlot), null);

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
      <div className="tour-plot" role="img" aria-label={`${title}, ${unit}. Last: ${last.join('; ')}.`}>
        <EvidencePlot figure={figure} />
      </div>
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
