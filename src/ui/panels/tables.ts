import { curvesCsv } from '../curves_csv';
import { downloadText } from '../download';
import { latencyCsv } from '../latency_csv';
import { resultsCsv } from '../results_csv';
import { runStore } from '../stores/run';
import type { RunState } from '../stores/run_state';

const saves = (title: string, file: string, text: (run: RunState) => string) => ({
  title,
  choose: () => downloadText(file, text(runStore.getState())),
});

export const saveResults = saves('Results as CSV', 'unroll-results.csv', resultsCsv);

/** The tables of a race, as items of a menu. */
export const tables = [
  saveResults,
  saves('Curves as CSV', 'unroll-curves.csv', run => curvesCsv(run)),
  saves('Time per token as CSV', 'unroll-time-per-token.csv', latencyCsv),
];
