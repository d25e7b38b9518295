import { Tooltip } from 'radix-ui';
import { CostCharts } from './charts/cost_charts';
import { TrainingCharts } from './charts/training_charts';
import { ContendersPanel } from './panels/contenders_panel';
import { Notices } from './panels/notices';
import { ResultsTable } from './panels/results_table';
import { SamplesPanel } from './panels/samples_panel';
import { TaskPanel } from './panels/task_panel';
import { TopBar } from './panels/top_bar';
import { TrainingPanel } from './panels/training_panel';
import { Transport } from './panels/transport';

/** The page. */
export function App() {
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="app">
        <TopBar />
        <main className="main">
          <Notices />
          <section className="rail" aria-label="Set up the race">
            <TaskPanel />
            <ContendersPanel />
            <TrainingPanel />
          </section>
          <div className="centre">
            <Transport />
            <TrainingCharts />
            <ResultsTable />
          </div>
          <div className="right">
            <SamplesPanel />
            <CostCharts />
          </div>
        </main>
      </div>
    </Tooltip.Provider>
  );
}
