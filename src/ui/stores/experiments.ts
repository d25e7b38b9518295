import { create } from 'zustand';
import type { Event } from '../../lab/worker/protocol';

export type Params = Readonly<Record<string, unknown>>;

/** What a run of an experiment gave, or has given so far. */
export interface ExperimentOutcome extends Omit<Extract<Event, { type: 'experiment' }>, 'type' | 'experimentId'> {
  /** As they were set: what is left out was at its default. */
  readonly asked: Params;
  /** With every default filled in. */
  readonly params: Params;
  readonly adapter: string;
  /** The adapter is no GPU. */
  readonly software: boolean;
}

export interface ExperimentsState {
  /** Null: the first of the registry. */
  readonly chosen: string | null;
  /** What the visitor has set, by experiment; the rest is at its default. */
  readonly params: Readonly<Record<string, Params>>;
  /** By experiment: of its last run, whatever became of it. */
  readonly outcomes: Readonly<Record<string, ExperimentOutcome>>;
  /** By experiment: what an earlier run gave that the last one has not made up for: see `resultsOf`. */
  readonly earlier: Readonly<Record<string, ExperimentOutcome>>;
  /** The run asked for last. */
  readonly experimentId: number;
  /** The experiment under way. */
  readonly running: string | null;
  /** Why the experiment asked for last could not be begun. */
  readonly trouble: string | null;
}

export const initialExperiments: ExperimentsState = {
  chosen: null,
  params: {},
  outcomes: {},
  earlier: {},
  experimentId: 0,
  running: null,
  trouble: null,
};

export const experimentsStore = create<ExperimentsState>(() => initialExperiments);

export const useExperiments = experimentsStore;

export function setParams(name: string, params: Params): void {
  experimentsStore.setState(state => ({ params: { ...state.params, [name]: params } }));
}

/** The state right after `run_experiment` was sent. What an earlier run finished stays until this one has finished. */
export function beginExperiment(
  state: ExperimentsState,
  name: string,
  params: Params,
  { adapter, software }: Pick<ExperimentOutcome, 'adapter' | 'software'>,
): ExperimentsState {
  const outcome: ExperimentOutcome = {
    asked: state.params[name] ?? {},
    params,
    adapter,
    software,
    status: 'running',
    progress: 0,
    message: 'waiting for the current turn',
    secondsLeft: null,
    seconds: 0,
    rows: [],
    summary: [],
  };
  const ended = endExperiment(state, 'ended because another experiment began');
  const last = ended.outcomes[name];
  return {
    ...ended,
    outcomes: { ...ended.outcomes, [name]: outcome },
    earlier:
      last && hasRows(last) && !surpasses(ended.earlier[name], last)
        ? { ...ended.earlier, [name]: last }
        : ended.earlier,
    experimentId: state.experimentId + 1,
    running: name,
    trouble: null,
  };
}

/** The state after an event; events of another run change nothing. A worker that crashed takes its experiment with it. */
export function receiveExperiment(state: ExperimentsState, event: Event): ExperimentsState {
  if (event.type === 'failed' && event.failure === 'worker_crash') return endExperiment(state, event.message);
  if (event.type === 'replaced') return state.running === null ? state : endExperiment(state, event.message);
  const { running } = state;
  if (event.type === 'ready' && running !== null) {
    const { adapter, software } = event;
    return withOutcome(state, running, outcome => ({ ...outcome, adapter, software }));
  }
  if (event.type !== 'experiment' || event.experimentId !== state.experimentId || running === null) return state;
  const { status, progress, message, secondsLeft, seconds, summary } = event;
  const change = (outcome: ExperimentOutcome): ExperimentOutcome => {
    const rows = event.rows.length > 0 ? [...outcome.rows, ...event.rows] : outcome.rows;
    return { ...outcome, status, progress, message, secondsLeft, seconds, rows, summary };
  };
  const changed = withOutcome(state, running, change);
  return status === 'running' ? changed : over(changed, running);
}

/** Ends the experiment under way from outside, its rows kept. */
export function endExperiment(state: ExperimentsState, message: string): ExperimentsState {
  const { running } = state;
  if (running === null) return state;
  const change = (outcome: ExperimentOutcome): ExperimentOutcome => ({
    ...outcome,
    status: 'failed',
    message,
    secondsLeft: null,
  });
  return over(withOutcome(state, running, change), running);
}

/** The state once a run has ended: an earlier result that it surpasses is let go. */
function over(state: ExperimentsState, name: string): ExperimentsState {
  const { [name]: earlier, ...others } = state.earlier;
  const kept = surpasses(earlier, state.outcomes[name]);
  return { ...state, running: null, earlier: earlier && !kept ? others : state.earlier };
}

function hasRows({ status, rows }: ExperimentOutcome): boolean {
  return status === 'finished' || rows.length > 0;
}

/** Whether the earlier result says what the later one does not: it alone finished, or neither did and it has more rows. */
function surpasses(earlier: ExperimentOutcome | undefined, later: ExperimentOutcome | undefined): boolean {
  if (!earlier || !later) return earlier !== undefined;
  if (later.status === 'finished') return false;
  return earlier.status === 'finished' || earlier.rows.length > later.rows.length;
}

/**
 * What there is to show of an experiment: its last run, and beside it an earlier result until a later run has finished, or, where that
 * did not finish either, has as many rows.
 */
export function resultsOf(
  { outcomes, earlier }: Pick<ExperimentsState, 'outcomes' | 'earlier'>,
  name: string,
): { readonly latest: ExperimentOutcome | undefined; readonly earlier: ExperimentOutcome | undefined } {
  const latest = outcomes[name];
  return latest ? { latest, earlier: earlier[name] } : { latest: earlier[name], earlier: undefined };
}

function withOutcome(
  state: ExperimentsState,
  name: string,
  change: (outcome: ExperimentOutcome) => ExperimentOutcome,
): ExperimentsState {
  const outcome = state.outcomes[name];
  return outcome ? { ...state, outcomes: { ...state.outcomes, [name]: change(outcome) } } : state;
}
