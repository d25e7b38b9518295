import { useState } from 'react';
import type { Cell, Column, Experiment, Row } from '../../lab/experiments/experiment';
import { contenderLine } from '../charts/axis';
import { bucketRows } from '../charts/bucket';
import { ChartFrame } from '../charts/chart_frame';
import { useHiddenLines } from '../charts/hidden_lines';
import { Plot } from '../charts/plot';
import { Readout } from '../charts/readout';
import { contenderColour } from '../colours';
import { Select } from '../kit/select';
import { originOfExperiment } from '../pictures/origin';
import type { ExperimentOutcome } from '../stores/experiments';
import { figure } from './cell_words';
import { experimentCsv } from './exports';
import { bandAt, bandEnds, hasBand, type LineChart, lineKey, nameOf, notDrawn, pointsOf, rowsOf } from './line_points';
import { axesWords, axisOf, columnOf } from './measured_axis';
import './figure_panel.css';
import './measured_lines.css';

interface Props {
  readonly experiment: Experiment;
  readonly chart: LineChart;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

/** Up to so many charts stand side by side. Of more, the visitor chooses one. */
const SIDE_BY_SIDE = 3;

/** A line chart of measured rows. A chart with a facet becomes one chart per value of it, with equal axes. */
export function MeasuredLines(props: Props) {
  const { chart, experiment } = props;
  const rows = rowsOf(chart, props.rows);
  const [chosen, setChosen] = useState<string | null>(null);
  const { facet } = chart;
  if (facet === undefined) return <Lines {...props} rows={rows} title={chart.title} own={rows} />;
  const column = columnOf(experiment, facet);
  const values = [...new Set(rows.map(row => row[facet] ?? null))];
  const part = (value: Cell, controls?: React.ReactNode) => (
    <Lines
      key={String(value)}
      {...props}
      rows={rows}
      title={`${chart.title} · ${facetWords(value, column)}`}
      own={rows.filter(row => row[facet] === value)}
      controls={controls}
    />
  );
  if (values.length <= SIDE_BY_SIDE) return <div className="facets wrap">{values.map(value => part(value))}</div>;
  const shown = values.find(value => String(value) === chosen) ?? values.at(-1) ?? null;
  return part(
    shown,
    <Select
      label={`${chart.title}: ${column.title}`}
      value={String(shown)}
      options={values.map(value => ({ value: String(value), label: facetWords(value, column) }))}
      onChange={setChosen}
    />,
  );
}

interface LinesProps extends Props {
  readonly title: string;
  /** The rows of this chart. The axes fit the rows of all charts. */
  readonly own: readonly Row[];
  readonly controls?: React.ReactNode;
}

function Lines({ experiment, chart, rows, slots, outcome, title, own, controls }: LinesProps) {
  const x = columnOf(experiment, chart.x);
  const y = columnOf(experiment, chart.y);
  const hidden = useHiddenLines(`${experiment.name} ${chart.title}`);
  const series = seriesOf(chart, rows, slots).map((one, index) => ({ ...one, key: lineKey(index) }));
  const shown = series.filter(({ slot }) => !hidden.hidden.includes(slot));
  const all = pointsOf(chart, rows);
  const names = series.map(({ name }) => name);
  const lines = series.map(({ name }, i) => {
    const points = pointsOf(chart, own).filter(point => point.series === name);
    return { key: lineKey(i), x: points.map(p => p.x), y: points.map(p => p.y) };
  });
  const drawn = bucketRows(lines).map(({ x: at, values }) => ({
    x: at,
    values: { ...values, ...bandAt(chart, own, at, names) },
  }));
  const farthest = Math.max(...lines.flatMap(line => line.x));
  const lastOf = (index: number): string => {
    const line = lines[index];
    const [at, value] = [line?.x.at(-1), line?.y.at(-1)];
    if (at === undefined || value === undefined) return '–';
    // For a line that ends before the others, the legend says where.
    return at < farthest ? `${figure(value, y.unit)} at ${figure(at, x.unit)}` : figure(value, y.unit);
  };
  const legend = series.map(({ name, slot }, i) => ({ slot, name, value: lastOf(i) }));
  const banded = hasBand(chart, rows) ? chart.band : undefined;
  const floors = (chart.floors ?? []).filter(({ status }) => rows.some(row => row.status === status));
  const plot = {
    rows: drawn,
    lines: shown.map(({ key, slot }) => contenderLine(key, slot)),
    x: axisOf(
      x,
      all.map(point => point.x),
      chart.log.x,
    ),
    y: axisOf(
      y,
      [...all.map(point => point.y), ...floors.map(floor => floor.y), ...bandEnds(chart, rows)],
      chart.log.y,
    ),
    baselines: floors,
    bands: banded ? shown.map(({ key, slot }) => ({ key, colour: contenderColour(slot) })) : [],
  };
  return (
    <ChartFrame
      title={title}
      unit={[axesWords(x, y, chart.log), ...(banded ? [banded.title] : [])].join(', ')}
      className="figure-panel line-panel"
      controls={controls}
      legend={legend}
      hidden={hidden}
      summary={`${title}: ${y.title} over ${x.title}. Last: ${legend.map(l => `${l.name} ${l.value}`).join('; ')}.`}
      empty={drawn.length === 0 ? 'Nothing measured yet.' : null}
      file={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, own) }}
      plot={plot}
      dots
      origin={() => originOfExperiment(experiment, outcome)}
      note={notDrawn(chart, own)}
    >
      <Plot
        plot={plot}
        dots
        shared={`${experiment.name} ${chart.x}`}
        tooltip={at => (
          <Readout
            title={`${x.title} ${figure(at, x.unit)}${x.unit === undefined ? '' : ` ${x.unit}`}`}
            values={shown.map(({ name, slot, key }) => {
              const value = drawn.find(row => row.x === at)?.values[key];
              return {
                slot,
                name,
                text: value == null ? '–' : `${figure(value, y.unit)}${y.unit === 'ms' ? ' ms' : ''}`,
              };
            })}
          />
        )}
      />
    </ChartFrame>
  );
}

function facetWords(value: Cell, { title, unit }: Column): string {
  return typeof value === 'number' ? `${title.toLowerCase()}: ${figure(value, unit)}` : String(value);
}

/** The lines of a chart with their colours. Contenders have their own colours if every line is one. */
function seriesOf(chart: LineChart, rows: readonly Row[], slots: ReadonlyMap<string, number>) {
  const names = [...new Set(rows.map(row => nameOf(chart, row)))];
  const known = names.every(name => slots.has(name));
  return names.map((name, i) => ({ name, slot: known ? (slots.get(name) ?? i) : i }));
}
