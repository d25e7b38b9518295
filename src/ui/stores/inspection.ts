import { create } from 'zustand';
import type { Inspection, InspectRequest } from '../../lab/inspect/inspection';
import type { Event } from '../../lab/worker/protocol';

/** What a contender computed, and when. */
export interface Shown {
  readonly runId: number;
  readonly request: InspectRequest;
  readonly inspection: Inspection;
  /** How many steps the contender had trained. */
  readonly step: number;
  /** When it arrived, in seconds from some fixed time. */
  readonly seconds: number;
}

/** An inspection that the worker was asked for. */
export interface Asked {
  readonly inspectId: number;
  readonly runId: number;
  readonly request: InspectRequest;
}

export interface InspectionState {
  /** What the visitor wants to see. */
  readonly wanted: InspectRequest;
  /** The visitor's own text, kept while an example is shown. */
  readonly text: string;
  /** Whether to inspect again when the contender has trained on. */
  readonly follow: boolean;
  /** The token under the pointer. */
  readonly pointed: number | null;
  /** The number of the last inspection. */
  readonly inspectId: number;
  /** The inspection that is not answered yet. */
  readonly asked: Asked | null;
  /** The last inspection that was answered, with a drawing or with an error. */
  readonly answered: Asked | null;
  readonly shown: Shown | null;
  /** Why the last inspection failed. */
  readonly trouble: string | null;
}

export const initialInspection: InspectionState = {
  wanted: { contender: 0, input: { kind: 'example', index: 0 }, position: null },
  text: '',
  follow: true,
  pointed: null,
  inspectId: 0,
  asked: null,
  answered: null,
  shown: null,
  trouble: null,
};

export const inspectionStore = create<InspectionState>(() => initialInspection);

export const useInspection = inspectionStore;

/** The state right after an inspection was asked for. */
export function ask(state: InspectionState, runId: number, request: InspectRequest): InspectionState {
  const inspectId = state.inspectId + 1;
  return { ...state, inspectId, asked: { inspectId, runId, request } };
}

/** The state after an event of the worker. `steps` says how many each contender has trained; `now` is in seconds. */
export function receiveInspected(
  state: InspectionState,
  event: Event,
  steps: readonly number[],
  now: number,
): InspectionState {
  const { asked } = state;
  if (!asked) return state;
  if (event.type === 'inspected' && event.inspectId === asked.inspectId) {
    const { runId, request } = asked;
    const step = steps[request.contender] ?? 0;
    const shown = { runId, request, inspection: event.inspection, step, seconds: now };
    return { ...state, asked: null, answered: asked, shown, trouble: null };
  }
  if (event.type === 'failed' && event.inspectId === asked.inspectId)
    return { ...state, asked: null, answered: asked, trouble: event.message, wanted: atTheEnd(state.wanted) };
  // The run is gone, so no answer comes.
  if (
    event.type === 'failed' &&
    event.inspectId === undefined &&
    event.sampleId === undefined &&
    event.contender === undefined &&
    event.failure !== 'refused'
  )
    return { ...state, asked: null };
  return state;
}

/** Goes back to the last token, because the next sequence may be too short for the chosen one. */
function atTheEnd(wanted: InspectRequest): InspectRequest {
  return wanted.position === null ? wanted : { ...wanted, position: null };
}

/** Chooses what to look at. */
export function want(change: Partial<InspectRequest>): void {
  inspectionStore.setState(({ wanted }) => ({ wanted: { ...wanted, ...change } }));
}

/** Shows what a link asks for. */
export function look(wanted: InspectRequest): void {
  const { input } = wanted;
  inspectionStore.setState({ wanted, ...(input.kind === 'text' ? { text: input.text } : {}) });
}

export function point(pointed: number | null): void {
  if (pointed !== inspectionStore.getState().pointed) inspectionStore.setState({ pointed });
}
