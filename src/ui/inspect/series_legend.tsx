import { contenderDash } from '../colours';

const colours = ['var(--contender)', 'var(--ink)', 'var(--muted)'];

/** Of the i-th line of a drawing: lines are told apart by their dashes, too. */
export function seriesColour(i: number): string {
  return colours[i % colours.length] ?? 'var(--ink)';
}

/** Which line is which. */
export function SeriesLegend({ names }: { names: readonly string[] }) {
  return (
    <ul className="legend">
      {names.map((name, i) => (
        <li key={name}>
          <svg className="swatch" width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
            <line
              x1="1"
              x2="19"
              y1="5"
              y2="5"
              stroke={seriesColour(i)}
              strokeWidth="2"
              strokeDasharray={contenderDash(i)}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
