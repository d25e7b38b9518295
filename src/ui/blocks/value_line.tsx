import { significant } from '../format';
import { pathOf } from '../inspect/line_path';
import './value_line.css';

interface Props {
  readonly title: string;
  /** (L) */
  readonly values: ArrayLike<number>;
  readonly token: number;
}

const WIDTH = 240;
const HEIGHT = 40;

/** Root mean squares over the tokens of the example, with the chosen one marked. */
export function ValueLine({ title, values, token }: Props) {
  const most = Array.from(values).reduce((a, b) => Math.max(a, b), 0);
  const axis = { least: 0, most: most > 0 ? most : 1, log: false, height: HEIGHT };
  const xOf = (t: number): number => (WIDTH * (t + 0.5)) / Math.max(1, values.length);
  const here = values[token] ?? Number.NaN;
  return (
    <figure className="value-line small">
      <figcaption>
        {title}: <b className="number">{significant(here)}</b>
        <span className="muted"> RMS, at most {significant(most)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M${xOf(token)} 0V${HEIGHT}`} className="value-line-here" />
        <path d={pathOf(values, xOf, axis)} className="value-line-path" />
      </svg>
    </figure>
  );
}
