import { findTask } from '../../tasks/registry';
import { CostCharts } from '../charts/cost_charts';
import { TrainingCharts } from '../charts/training_charts';
import { FirstMinute } from '../first_minute/first_minute';
import { lazyPart } from '../kit/lazy_part';
import { Part } from '../kit/part';
import { useMedia } from '../media';
import { SheetAround } from '../sheets/around';
import { useByHand } from '../sheets/use_by_hand';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';
import { ContendersPanel } from './contenders_panel';
import { ResultsTable } from './results_table';
import { SamplesPanel } from './samples_panel';
import { TaskPanel } from './task_panel';
import { TrainingPanel } from './training_panel';
import { Transport } from './transport';
import './race_workspace.css';
import '../answers/answers_panel.css';

const AnswersPanel = lazyPart(
  () => import('../answers/answers_panel').then(part => part.AnswersPanel),
  <div className="panel answers" />,
);

const RaceCaption = lazyPart(() => import('../print/race_caption').then(part => part.RaceCaption), null);

/** The main part of the page: set up a race, run it, and compare the contenders. */
export function RaceWorkspace() {
  // Where the page is one column or two, what is right of the charts is far below them.
  const narrow = useMedia('(max-width: 1179px)');
  // There the rest lies in sheets.
  const byHand = useByHand();
  const loaded = useRun(state => state.config?.task.name);
  const chosen = useConfig(state => state.config.task.name);
  const answers =
    findTask(loaded ?? chosen).protocol === 'answers' ? (
      <Part name="Answers">
        <AnswersPanel />
      </Part>
    ) : null;
  return (
    <>
      <RaceCaption />
      {byHand ? null : <Rail />}
      <div className="centre column">
        <Part name="Race controls">
          <Transport />
        </Part>
        <Part name="The first minute">
          <FirstMinute />
        </Part>
        {narrow ? answers : null}
        <Part name="Training charts">
          <TrainingCharts />
        </Part>
        {byHand ? null : (
          <SheetAround value="results">
            <Part name="Results">
              <ResultsTable />
            </Part>
          </SheetAround>
        )}
      </div>
      {byHand ? null : (
        <div className="right column">
          {narrow ? null : answers}
          <SheetAround value="samples">
            <Part name="Samples">
              <SamplesPanel />
            </Part>
          </SheetAround>
          <SheetAround value="results">
            <Part name="Cost charts">
              <CostCharts />
            </Part>
          </SheetAround>
        </div>
      )}
    </>
  );
}

/** The settings of the race. */
function Rail() {
  return (
    <section className="rail column" aria-label="Set up the race">
      <SheetAround value="task">
        <Part name="Task">
          <TaskPanel />
        </Part>
      </SheetAround>
      <SheetAround value="contenders">
        <Part name="Contenders">
          <ContendersPanel />
        </Part>
      </SheetAround>
      <SheetAround value="task">
        <Part name="Training">
          <TrainingPanel />
        </Part>
      </SheetAround>
    </section>
  );
}
