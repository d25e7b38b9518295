import type { Idea } from '../stores/first_minute';
import type { RunState } from '../stores/run_state';
import { isAhead } from './ahead';
import { costHeadline, costWords } from './cost_words';
import { parallelWords } from './parallel_words';
import { rememberWords } from './remember_words';

/** What the race shows of an idea now, and why. It follows what was measured. */
export function wordsOf(idea: Idea, run: RunState): string {
  switch (idea) {
    case 'remember':
      return rememberWords(run);
    case 'parallel':
      return parallelWords(run);
    case 'cost':
      return costWords(run);
    default:
      return idea satisfies never;
  }
}

/** The words for a screen reader. They change when something is decided, not with each number. */
export function headlineOf(idea: Idea, run: RunState): string {
  switch (idea) {
    case 'remember':
      return isAhead(run) ? 'Mamba is ahead.' : '';
    case 'parallel':
      return '';
    case 'cost':
      return costHeadline(run);
    default:
      return idea satisfies never;
  }
}
