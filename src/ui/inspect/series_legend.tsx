import type { LinesView } from '../../models/view';
import { contenderDash } from '../colours';
import { LineSwatch } from '../kit/line_swatch';
import { pathOf } from './line_path';
import type { ValueAxis } from './value_axis';
import '../charts/legend.css';

const colours = ['var(--contender)', 'var(--ink)', 'var(--muted)'];

/** The colour of line i of a drawing. Dashes differ, too, so colours may repeat. */
function seriesColour(i: number): string {
  return colours[i % colours.length] ?? 'var(--ink)';
}

/** The lines of a drawing. `xOf` gives the x of value i in CSS pixels. */
export function SeriesLines({
  series,
  xOf,
  axis,
}: {
  series: LinesView['series'];
  xOf: (at: number) => number;
  axis: ValueAxis;
}) {
  return series.map(({ name, values }, i) => (
    <path
      key={name}
      d={pathOf(values, xOf, axis)}
      fill="none"
      stroke={seriesColour(i)}
      strokeWidth={2}
      strokeLinejoin="round"
      strokeDasharray={contenderDash(i)}
    />
  ));
}

/** Which line is which. */
export function SeriesLegend({ names }: { names: readonly string[] }) {
  return (
    <ul className="legend wrap">
      {names.map((name, i) => (
        <li key={name}>
          <LineSwatch colour={seriesColour(i)} width={2} dash={contenderDash(i)} />
          {name}
        </li>
      ))}
    </ul>
  );
}
