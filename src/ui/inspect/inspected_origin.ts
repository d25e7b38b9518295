import { originOfRun } from '../pictures/origin';
import type { Origin } from '../pictures/picture';
import { inspectionStore } from '../stores/inspection';
import { runStore } from '../stores/run';
import type { MemberRun } from '../stores/run_state';

/** The contender that is looked into. */
export function inspectedMember(): MemberRun | undefined {
  return runStore.getState().members[inspectionStore.getState().shown?.request.contender ?? 0];
}

/** Where the numbers of a drawing come from: the contender and its step. */
export function inspectedOrigin(): Origin {
  const origin = originOfRun(runStore.getState(), inspectionStore.getState().shown?.step);
  const name = inspectedMember()?.name ?? '';
  return { ...origin, about: `${name}, ${origin.about}`, file: `${name} ${origin.file}` };
}
