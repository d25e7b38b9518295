import type { ProbeAnswer, ProbeRequest } from '../lab/inspect/probe';
import type { Event } from '../lab/worker/protocol';
import { hear, send } from './actions';
import { inspectionStore } from './stores/inspection';
import { runStore } from './stores/run';

interface Open {
  readonly runId: number;
  readonly resolve: (answer: ProbeAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Unanswered probes, by their ids. */
const open = new Map<number, Open>();
let hearing = false;

/** Asks the worker for values of a contender of the race on the page. Rejects with the worker's words, and when the race is gone. */
export function probe(request: ProbeRequest): Promise<ProbeAnswer> {
  if (!hearing) hear(answer);
  hearing = true;
  const { runId } = runStore.getState();
  // Probes and inspections count together, because the worker answers both by this number.
  inspectionStore.setState(({ inspectId }) => ({ inspectId: inspectId + 1 }));
  const { inspectId } = inspectionStore.getState();
  return new Promise((resolve, reject) => {
    open.set(inspectId, { runId, resolve, reject });
    send({ type: 'probe', runId, inspectId, request });
  });
}

function answer(event: Event): void {
  if (event.type === 'probed') take(event.inspectId)?.resolve(event.answer);
  if (event.type === 'failed' && event.inspectId !== undefined) take(event.inspectId)?.reject(new Error(event.message));
  const { runId } = runStore.getState();
  const ended = event.type === 'failed' && endsRun(event);
  for (const [inspectId, asked] of open)
    if (ended || asked.runId !== runId) take(inspectId)?.reject(new Error('The race was reset before this was done.'));
}

function endsRun({ inspectId, sampleId, contender, failure }: Extract<Event, { type: 'failed' }>): boolean {
  return inspectId === undefined && sampleId === undefined && contender === undefined && failure !== 'refused';
}

function take(inspectId: number): Open | undefined {
  const found = open.get(inspectId);
  open.delete(inspectId);
  return found;
}
