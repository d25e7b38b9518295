import { CostCharts } from '../charts/cost_charts';
import { TrainingCharts } from '../charts/training_charts';
import { Part } from '../kit/part';
import { ContendersPanel } from './contenders_panel';
import { ResultsTable } from './results_table';
import { SamplesPanel } from './samples_panel';
import { TaskPanel } from './task_panel';
import { TrainingPanel } from './training_panel';
import { Transport } from './transport';
import './race_workspace.css';

/** The main part of the page: set up a race, run it, and compare the contenders. */
export function RaceWorkspace() {
  return (
    <>
      <section className="rail column" aria-label="Set up the race">
        <Part name="Task">
          <TaskPanel />
        </Part>
        <Part name="Contenders">
          <ContendersPanel />
        </Part>
        <Part name="Training">
          <TrainingPanel />
        </Part>
      </section>
      <div className="centre column">
        <Part name="Race controls">
          <Transport />
        </Part>
        <Part name="Training charts">
          <TrainingCharts />
        </Part>
        <Part name="Results">
          <ResultsTable />
        </Part>
      </div>
      <div className="right column">
        <Part name="Samples">
          <SamplesPanel />
        </Part>
        <Part name="Cost charts">
          <CostCharts />
        </Part>
      </div>
    </>
  );
}
