import type { Cell, Chart, Experiment, Row } from '../../lab/experiments/experiment';
import { Panel } from '../panels/panel';
import { originOfExperiment } from '../pictures/origin';
import { SaveMenu } from '../pictures/save_menu';
import type { ExperimentOutcome } from '../stores/experiments';
import { lengthHead } from './cell_words';
import { experimentCsv } from './exports';
import { gridOf } from './grid';
import { HeatMap } from './heat_map';
import './figure_panel.css';

interface Props {
  readonly experiment: Experiment;
  readonly chart: Extract<Chart, { kind: 'heatmap' }>;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

const noSlots: ReadonlyMap<string, number> = new Map();

export function MeasuredHeatMap({ experiment, chart, rows, slots, outcome }: Props) {
  const titled = (key: string): string => {
    const column = experiment.columns.find(c => c.key === key);
    return `${column?.title.toLowerCase() ?? key}${column?.unit === 'tokens' ? ' in tokens' : ''}`;
  };
  const title = `${chart.title}, measured here`;
  const [down, across] = [titled(chart.y), titled(chart.x)];
  const grid = gridOf(rows, chart, 1);
  const head = (column: Cell) => (typeof column === 'number' ? lengthHead(column) : String(column));
  const shown = chart.y === 'contender' ? slots : noSlots;
  return (
    <Panel
      title={title}
      className="figure-panel"
      controls={
        <SaveMenu
          title={chart.title}
          csv={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, rows) }}
          picture={() => ({
            kind: 'shares',
            title: chart.title,
            unit: `${chart.title} by ${down} (down) and ${across} (across), in %`,
            grid,
            head,
            slots: shown,
            origin: originOfExperiment(experiment, outcome),
          })}
        />
      }
    >
      <HeatMap name={title} down={down} across={across} value={chart.title} grid={grid} head={head} slots={shown} />
    </Panel>
  );
}
