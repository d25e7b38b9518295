import { contenderDash } from '../colours';
import { LineSwatch } from '../kit/line_swatch';
import '../charts/legend.css';

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
          <LineSwatch colour={seriesColour(i)} width={2} dash={contenderDash(i)} />
          {name}
        </li>
      ))}
    </ul>
  );
}
