import type { Experiment } from '../../lab/experiments/experiment';
import { duration, percent } from '../format';
import type { ExperimentOutcome } from '../stores/experiments';
import { settingsWords } from './drafts';

/** The head of a result: whose it is. */
export function resultTitle({ from }: Pick<ExperimentOutcome, 'from'>): string {
  switch (from) {
    case 'file':
      return 'A result from a file';
    case 'kept':
      return 'A kept run';
    case 'strong':
      return 'A stored result';
    case undefined:
      return 'Your run';
    default:
      return from satisfies never;
  }
}

/** Where and how a result was measured, and how far it came. */
export function methodWords(experiment: Experiment, outcome: ExperimentOutcome): string {
  const { adapter, software, params, seconds, from } = outcome;
  const where = `Measured ${from ? '' : 'here '}on ${adapter || 'an adapter not known yet'}${software ? '. This is software, so the times say nothing about a GPU' : ''}`;
  const took =
    outcome.status === 'finished' || outcome.status === 'running' || knowsShare(outcome)
      ? `It took ${duration(seconds)}${farWords(outcome)}`
      : `It ended early, after ${duration(seconds)}`;
  return `${where}. ${took}, with ${settingsWords(experiment, params)}.`;
}

/** How far an unfinished result came, after “stopped”; empty: not known. */
export function atShare(outcome: Pick<ExperimentOutcome, 'from' | 'progress'>): string {
  return knowsShare(outcome) ? ` at ${percent(outcome.progress)}` : '';
}

function farWords({ status, progress }: ExperimentOutcome): string {
  return status === 'finished' ? '' : `, ${percent(progress)} of it`;
}

/** A file does not tell the share of an unfinished run. */
function knowsShare({ from, progress }: Pick<ExperimentOutcome, 'from' | 'progress'>): boolean {
  // Earlier versions stored such a result as whole.
  return from === undefined && progress < 1;
}
