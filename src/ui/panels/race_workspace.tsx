import { CostCharts } from '../charts/cost_charts';
import { TrainingCharts } from '../charts/training_charts';
import { ContendersPanel } from './contenders_panel';
import { ResultsTable } from './results_table';
import { SamplesPanel } from './samples_panel';
import { TaskPanel } from './task_panel';
import { TrainingPanel } from './training_panel';
import { Transport } from './transport';

/** Set up a race, run it, compare: the page's main loop. */
export function RaceWorkspace() {
  return (
    <>
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
    </>
  );
}
