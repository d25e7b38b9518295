import { settingLabel } from '../../lab/config/swept_settings';
import type { Cell, Chart, Experiment, Row } from '../../lab/experiments/experiment';
import { FullPanel } from '../charts/full_panel';
import { originOfExperiment } from '../pictures/origin';
import { SaveMenu } from '../pictures/save_menu';
import type { ExperimentOutcome } from '../stores/experiments';
import { lengthHead } from './cell_words';
import { experimentCsv } from './exports';
import { gridOf } from './grid';
import { HeatMap } from './heat_map';
import { gridWords, leastIsBest, shareScale } from './heat_scale';
import './figure_panel.css';

interface Props {
  readonly experiment: Experiment;
  readonly chart: Extract<Chart, { kind: 'heatmap' }>;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

const noSlots: ReadonlyMap<string, number> = new Map();

/** A heat map of an experiment's rows, or one for each value of the chart's facet. */
export function MeasuredHeatMap({ chart, rows, ...rest }: Props) {
  const { facet, title } = chart;
  if (facet === undefined)
    return (
      <OneHeatMap
        title={title}
        heading={`${title}, ${rest.outcome.from ? 'measured' : 'measured here'}`}
        chart={chart}
        rows={rows}
        {...rest}
      />
    );
  return [...new Set(rows.map(row => row[facet] ?? null))].map(value => {
    const name = `${title} of ${value}`;
    const own = rows.filter(row => row[facet] === value);
    return <OneHeatMap key={name} title={name} heading={name} chart={chart} rows={own} {...rest} />;
  });
}

interface OneProps extends Props {
  readonly title: string;
  readonly heading: string;
}

function OneHeatMap({ title, heading, experiment, chart, rows, slots, outcome }: OneProps) {
  const { x, y, value, names, scale: kind } = chart;
  const titled = (key: string, name: string | undefined): string => {
    if (name !== undefined) return settingLabel(String(rows[0]?.[name] ?? ''));
    const column = experiment.columns.find(c => c.key === key);
    return `${column?.title.toLowerCase() ?? key}${column?.unit === 'tokens' ? ' in tokens' : ''}`;
  };
  const [down, across] = [titled(y, names?.y), titled(x, names?.x)];
  const grid = gridOf(rows, chart, 1);
  const unit = experiment.columns.find(({ key }) => key === value)?.unit ?? '';
  const scale = kind === 'least is best' ? leastIsBest(grid, unit) : shareScale;
  const head = names ? String : headWords;
  const shown = y === 'contender' ? slots : noSlots;
  return (
    <FullPanel
      title={heading}
      className="figure-panel"
      save={
        <SaveMenu
          title={title}
          csv={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, rows) }}
          picture={() => ({
            kind: 'grid',
            title,
            unit: gridWords(chart.title, down, across, scale),
            grid,
            head,
            scale,
            slots: shown,
            origin: originOfExperiment(experiment, outcome),
          })}
        />
      }
    >
      <HeatMap
        name={heading}
        down={down}
        across={across}
        value={chart.title}
        grid={grid}
        head={head}
        scale={scale}
        slots={shown}
      />
    </FullPanel>
  );
}

function headWords(head: Cell): string {
  return typeof head === 'number' ? lengthHead(head) : String(head);
}
