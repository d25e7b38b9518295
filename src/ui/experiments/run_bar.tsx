import type { Experiment } from '../../lab/experiments/experiment';
import { findExperiment } from '../../lab/experiments/registry';
import { cancelExperiment, canGoOn, goOnWithExperiment, openExperiment, runExperiment } from '../experiment_actions';
import { duration, percent } from '../format';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { Progress } from '../kit/progress';
import { type ExperimentOutcome, useExperiments } from '../stores/experiments';
import { useRun } from '../stores/run';
import { atShare } from './result_words';
import './run_bar.css';

interface Props {
  readonly experiment: Experiment;
  /** What is wrong with the settings; null: nothing. */
  readonly error: string | null;
  /** The outcome of the last run. */
  readonly outcome: ExperimentOutcome | undefined;
  /** The page also has an earlier result. */
  readonly beside: boolean;
}

/** Runs or cancels the experiment, and shows its progress. */
export function RunBar({ experiment, error, outcome, beside }: Props) {
  const running = useExperiments(state => state.running);
  const playing = useRun(state => state.playing);
  const trouble = useExperiments(state => state.trouble);
  const adapter = useRun(state => state.adapter?.adapter);
  const here = running === experiment.name;
  const elsewhere = running !== null && !here;
  const wrong = error ?? trouble;
  return (
    <section className="panel bar run-bar" aria-label="Run">
      <Button
        icon={here ? 'stop' : 'play'}
        label={here ? 'Cancel' : outcome ? 'Run again' : 'Run'}
        className={`run-action ${here ? '' : 'primary'}`}
        disabled={!here && (elsewhere || error !== null)}
        onClick={here ? cancelExperiment : () => runExperiment(experiment.name)}
      />
      {outcome && canGoOn(outcome, adapter) ? (
        <Hint text={goOnWords(outcome)}>
          <Button label="Go on" disabled={elsewhere} onClick={() => goOnWithExperiment(experiment.name)} />
        </Hint>
      ) : null}
      <Progress
        wraps
        label="Progress of the experiment"
        share={outcome?.progress ?? 0}
        words={
          outcome ? progressWords(outcome, beside) : playing ? 'not run yet · training will be paused' : 'not run yet'
        }
        live={!here}
      />
      {elsewhere ? (
        <p className="run-note">
          {findExperiment(running).title} is running.{' '}
          <Button tiny label="Show it" onClick={() => openExperiment(running)} />
        </p>
      ) : null}
      {wrong !== null && !here ? (
        <p className="field-error run-note" role="alert">
          {wrong}
        </p>
      ) : null}
    </section>
  );
}

function goOnWords({ cells }: ExperimentOutcome): string {
  const done = cells.length === 1 ? 'the measurement' : `the ${cells.length} measurements`;
  return `Goes on from ${done} that this run has finished, with its own settings.`;
}

function progressWords(outcome: ExperimentOutcome, beside: boolean): string {
  const { status, progress, message, secondsLeft, seconds, rows } = outcome;
  switch (status) {
    case 'running': {
      const left = secondsLeft === null ? '' : ` · about ${duration(secondsLeft)} left`;
      return `${percent(progress)}${left} · ${message}`;
    }
    case 'finished':
      return `finished after ${duration(seconds)} · ${rows.length} rows`;
    case 'cancelled':
      return `${message || 'ended early'}${atShare(outcome)} · ${rowsKept(rows.length, beside)}`;
    case 'failed':
      return `stopped${atShare(outcome)} · ${rowsKept(rows.length, beside)}`;
    default:
      return status satisfies never;
  }
}

function rowsKept(rows: number, beside: boolean): string {
  if (beside) {
    if (rows === 0) return 'no rows yet · the earlier result is kept';
    return `${rows === 1 ? 'its row' : `its ${rows} rows`} and the earlier result are kept`;
  }
  return rows === 0 ? 'no rows yet' : rows === 1 ? 'the row below is kept' : `the ${rows} rows below are kept`;
}
