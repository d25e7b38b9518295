import type { Chart, Experiment, Row } from '../../lab/experiments/experiment';
import { downloadText } from '../download';
import { IconButton } from '../kit/icon_button';
import { Panel } from '../panels/panel';
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
}

export function MeasuredHeatMap({ experiment, chart, rows, slots }: Props) {
  const titled = (key: string): string => {
    const column = experiment.columns.find(c => c.key === key);
    return `${column?.title.toLowerCase() ?? key}${column?.unit === 'tokens' ? ' in tokens' : ''}`;
  };
  return (
    <Panel
      title={`${chart.title}, measured here`}
      className="figure-panel"
      controls={
        <IconButton
          icon="download"
          tiny
          label={`${chart.title}: data as CSV`}
          onClick={() => downloadText(`unroll-${experiment.name}.csv`, experimentCsv(experiment, rows))}
        />
      }
    >
      <HeatMap
        name={`${chart.title}, measured here`}
        down={titled(chart.y)}
        across={titled(chart.x)}
        value={chart.title}
        grid={gridOf(rows, chart, 1)}
        head={column => (typeof column === 'number' ? lengthHead(column) : String(column))}
        {...(chart.y === 'contender' ? { slots } : {})}
      />
    </Panel>
  );
}
