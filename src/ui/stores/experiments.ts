import { create } from 'zustand';
import type { Event } from '../../lab/worker/protocol';

export type Params = Readonly<Record<string, unknown>>;

/** Where an outcome that did not run on this page was opened from. */
export type Origin = 'file' | 'kept' | 'strong';

/** The result of a run of an experiment, so far or at its end. Of one that finished, `cells` are not kept. */
export interface ExperimentOutcome extends Omit<Extract<Event, { type: 'experiment' }>, 'type' | 'experimentId'> {
  /** The parameters that were set. Those left out had their defaults. */
  readonly asked: Params;
  /** The parameters with every default filled in. */
  readonly params: Params;
  readonly adapter: string;
  /** The adapter is software, not a GPU. */
  readonly software: boolean;
  /** Where it was opened from: a run file, the kept runs, or the results at strength that come with the page. Absent: it ran here. */
  readonly from?: Origin | undefined;
}

export interface ExperimentsState {
  /** Null: the first of the registry. */
  readonly chosen: string | null;
  /** By experiment: the parameters that the visitor has set. The others have their defaults. */
  readonly params: Readonly<Record<string, Params>>;
  /** By experiment: the result of its last run, however that ended. */
  readonly outcomes: Readonly<Record<string, ExperimentOutcome>>;
  /** By experiment: the result of an earlier run. It stays until a run ends that says as much: see `resultsOf`. */
  readonly earlier: Readonly<Record<string, ExperimentOutcome>>;
  /** The number of the last run. */
  readonly experimentId: number;
  /** The experiment that is running. */
  readonly running: string | null;
  /** Why the last experiment that was asked for did not begin. */
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

/** The state right after `run_experiment` was sent. `cells`: those of the run that it goes on from. The result of an earlier run stays until this one has finished. */
export function beginExperiment(
  state: ExperimentsState,
  name: string,
  params: Params,
  { adapter, software }: Pick<ExperimentOutcome, 'adapter' | 'software'>,
  cells: ExperimentOutcome['cells'] = [],
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
    cells,
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

/** A notice says what happened to the worker. */
const ENDED = 'The experiment ended with the trainer that ran it. Run it again.';

/** The state after an event. Events of another run change nothing. When a worker crashes, its experiment ends. */
export function receiveExperiment(state: ExperimentsState, event: Event): ExperimentsState {
  if (event.type === 'failed' && event.failure === 'worker_crash') return endExperiment(state, ENDED);
  if (event.type === 'replaced') return state.running === null ? state : endExperiment(state, ENDED);
  const { running } = state;
  if (event.type === 'ready' && running !== null) {
    const { adapter, software } = event;
    return withOutcome(state, running, outcome => ({ ...outcome, adapter, software }));
  }
  if (event.type !== 'experiment' || event.experimentId !== state.experimentId || running === null) return state;
  const { status, progress, message, secondsLeft, seconds, summary } = event;
  const change = (outcome: ExperimentOutcome): ExperimentOutcome => {
    const rows = event.rows.length > 0 ? [...outcome.rows, ...event.rows] : outcome.rows;
    const more = event.cells.length > 0 ? [...outcome.cells, ...event.cells] : outcome.cells;
    const cells = status === 'finished' ? [] : more;
    return { ...outcome, status, progress, message, secondsLeft, seconds, rows, cells, summary };
  };
  const changed = withOutcome(state, running, change);
  return status === 'running' ? changed : over(changed, running);
}

/** Ends the running experiment, and keeps its rows. */
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

/** The state once a run has ended. An earlier result goes unless it still says more. */
function over(state: ExperimentsState, name: string): ExperimentsState {
  const { [name]: earlier, ...others } = state.earlier;
  const kept = surpasses(earlier, state.outcomes[name]);
  return { ...state, running: null, earlier: earlier && !kept ? others : state.earlier };
}

function hasRows({ status, rows }: ExperimentOutcome): boolean {
  return status === 'finished' || rows.length > 0;
}

/** Whether the earlier result says more: it finished and the later one did not, or neither finished and it has more rows. */
function surpasses(earlier: ExperimentOutcome | undefined, later: ExperimentOutcome | undefined): boolean {
  if (!earlier || !later) return earlier !== undefined;
  if (later.status === 'finished') return false;
  return earlier.status === 'finished' || earlier.rows.length > later.rows.length;
}

/**
 * The results to show of an experiment: its last run, and beside it an earlier one, while the last one runs or says less. If there
 * is no last run, the earlier one takes its place.
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
