import { originOfRun } from '../pictures/origin';
import { useSlowRun } from '../stores/run';
import { PrintedCaption } from './printed_caption';

/** Heads the printed race. */
export function RaceCaption() {
  return <PrintedCaption origin={originOfRun(useSlowRun(1000))} />;
}
