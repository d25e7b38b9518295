import type { LinesView } from '../../models/view';
import { BoardHead } from './board_head';
import { BoardRow } from './board_row';
import { useLookedAt } from './position';
import { SaveLines } from './save_lines';
import { SeriesLegend, SeriesLines } from './series_legend';
import { middleOf, type TokenAxis, widthOf } from './token_axis';
import { roundUp, type ValueAxis } from './value_axis';
import { ValueGrid, ValueTicks } from './value_ticks';
import { boundsOf, linesSummary, tokenWords, withUnit } from './words';
import './board.css';

interface Props {
  readonly view: LinesView;
  /** Of the block, from 1. */
  readonly place: number;
  readonly glyphs: readonly string[];
  readonly axis: TokenAxis;
}

const height = 72;

/** Lines over the tokens. */
export function LinesPanel({ view, place, glyphs, axis }: Props) {
  const valueAxis = axisOf(view);
  const width = widthOf(axis);
  return (
    <section className="board-view">
      <BoardHead
        title={view.title}
        unit={valueAxis.log ? [view.unit, 'log axis'].filter(Boolean).join(', ') : view.unit}
        help={view.help}
        legend={view.series.length > 1 ? <SeriesLegend names={view.series.map(({ name }) => name)} /> : null}
        save={
          <SaveLines
            title={`${view.title}, block ${place}`}
            unit={view.unit}
            series={view.series}
            axis={valueAxis}
            across={{ label: 'token', from: 1 }}
          />
        }
        readout={<LinesReadout view={view} glyphs={glyphs} />}
      />
      <BoardRow
        axis={axis}
        height={height}
        aside={<ValueTicks axis={valueAxis} />}
        summary={linesSummary(view, glyphs)}
      >
        <svg className="board-drawing" width={width} height={height} aria-hidden="true">
          <ValueGrid axis={valueAxis} width={width} />
          <SeriesLines series={view.series} xOf={token => middleOf(axis, token)} axis={valueAxis} />
        </svg>
      </BoardRow>
    </section>
  );
}

/** A linear axis contains 0. A log axis begins at a power of ten. */
function axisOf({ series, log }: LinesView): ValueAxis {
  const all = series.map(({ values }) => (log ? values.filter(value => value > 0) : values));
  const bounds = all.filter(({ length }) => length > 0).map(boundsOf);
  const least = Math.min(...bounds.map(([low]) => low));
  const most = Math.max(...bounds.map(([, high]) => high));
  if (bounds.length === 0) return { least: 0, most: 1, log: false, height };
  if (log) return { least: 10 ** Math.floor(Math.log10(least)), most: roundUp(most * 1.0001), log, height };
  return { least: least < 0 ? -roundUp(-least) : 0, most: most > 0 ? roundUp(most) : 0, log: false, height };
}

function LinesReadout({ view: { series, unit }, glyphs }: Omit<Props, 'axis' | 'place'>) {
  const token = useLookedAt();
  const values = series.map(({ name, values }) => {
    const value = withUnit(values[token] ?? Number.NaN, unit);
    return series.length > 1 ? `${name} ${value}` : value;
  });
  return `${tokenWords(glyphs, token)}: ${values.join(' · ')}`;
}
