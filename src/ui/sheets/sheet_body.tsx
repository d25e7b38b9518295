import { useRef } from 'react';
import { CostCharts } from '../charts/cost_charts';
import { ContendersPanel } from '../panels/contenders_panel';
import { ResultsTable } from '../panels/results_table';
import { SamplesPanel } from '../panels/samples_panel';
import { TaskPanel } from '../panels/task_panel';
import { TrainingPanel } from '../panels/training_panel';
import { closeSheet, type SheetName } from '../stores/sheet';
import { SheetAround } from './around';
import { useSwipeDown } from './use_swipe_down';
import './sheet.css';

/** What a sheet holds; a swipe down closes it. */
export function SheetBody({ name }: { readonly name: SheetName }) {
  const body = useRef<HTMLDivElement>(null);
  useSwipeDown(body, closeSheet);
  return (
    <div className="sheet-body column" data-sheet={name} ref={body}>
      <SheetAround value={name}>{partsOf(name)}</SheetAround>
    </div>
  );
}

function partsOf(name: SheetName) {
  switch (name) {
    case 'task':
      return (
        <>
          <TaskPanel />
          <TrainingPanel />
        </>
      );
    case 'contenders':
      return <ContendersPanel />;
    case 'samples':
      return <SamplesPanel />;
    case 'results':
      return (
        <>
          <ResultsTable />
          <CostCharts />
        </>
      );
    default:
      return name satisfies never;
  }
}
