import { create } from 'zustand';
import { experimentsStore } from '../stores/experiments';
import { runStore } from '../stores/run';
import { phaseOf, type RunState } from '../stores/run_state';
import type { Evidence } from './evidence';
import { presetOf } from './preset_of';
import { same } from './same';
import type { Action, TourStep } from './step';
import { steps } from './steps';

/** What the buttons of the argument gave on this machine, by the name of the evidence that it takes the place of. */
export const checkedStore = create<Readonly<Record<string, Evidence>>>(() => ({}));

export const useChecked = checkedStore;

/** A button whose run comes with the page as evidence. */
export type Proof = Extract<Action, { kind: 'race' | 'experiment' }> & { readonly evidence: string };

export function proofsOf({ actions }: TourStep): Proof[] {
  return actions.filter(isProof);
}

export function isProof(action: Action): action is Proof {
  return (action.kind === 'race' || action.kind === 'experiment') && action.evidence !== undefined;
}

/** The evidence of a step: of this machine where there is some, else what comes with the page. */
export function evidenceFor({ found }: TourStep, checked: Readonly<Record<string, Evidence>>): readonly Evidence[] {
  return found.evidence.map(stored => checked[stored.name] ?? stored);
}

/** Keeps every finished run whose settings equal those of a button, until the page closes. Calls `onKept` with the name of each. */
export function watchRuns(onKept: (name: string) => void): void {
  const proofs = steps.flatMap(proofsOf);
  const keep = (evidence: Evidence): void => {
    checkedStore.setState({ [evidence.name]: evidence });
    onKept(evidence.name);
  };
  // A race that comes from a file has ended before.
  let trained: number | null = null;
  const lookAtRace = (run: RunState): void => {
    if (run.playing) trained = run.runId;
    if (phaseOf(run) !== 'finished' || run.runId !== trained) return;
    trained = null;
    const proof = proofs.find(one => one.kind === 'race' && same(presetOf(one).config, run.config));
    if (proof) keep(ofRace(proof.evidence, run));
  };
  const lookAtExperiments = ({ outcomes }: ReturnType<typeof experimentsStore.getState>): void => {
    for (const proof of proofs) {
      if (proof.kind !== 'experiment') continue;
      const outcome = outcomes[proof.experiment];
      if (outcome?.status !== 'finished' || outcome.from !== undefined || !same(outcome.asked, proof.params)) continue;
      if (checkedStore.getState()[proof.evidence]?.rows === outcome.rows) continue;
      const { adapter, seconds, params, rows } = outcome;
      keep({ ...here(proof.evidence, adapter, seconds), config: { experiment: proof.experiment, params }, rows });
    }
  };
  runStore.subscribe(lookAtRace);
  experimentsStore.subscribe(lookAtExperiments);
  lookAtRace(runStore.getState());
  lookAtExperiments(experimentsStore.getState());
}

function here(name: string, adapter: string, seconds: number) {
  return { name, command: '', adapter, machine: HERE, date: '', seconds, hash: '', stale: null } as const;
}

/** The machine of evidence that was made on this page. */
const HERE = 'this machine';

export function isHere({ machine }: Evidence): boolean {
  return machine === HERE;
}

/** The validations of a finished race, as rows. */
function ofRace(name: string, { config, adapter, members }: RunState): Evidence {
  const rows = members.flatMap(({ name: contender, report, curve }) =>
    Array.from({ length: curve.step.length }, (_, i) => i).flatMap(i => {
      const loss = curve.validation.at(i);
      const accuracy = curve.accuracy.at(i);
      if (Number.isNaN(loss)) return [];
      const told = { loss, accuracy: Number.isNaN(accuracy) ? null : accuracy };
      return [{ contender, parameters: report?.parameters ?? null, step: curve.step.at(i), ...told }];
    }),
  );
  const seconds = members.reduce((sum, { curve }) => sum + (curve.seconds.last || 0), 0);
  return { ...here(name, adapter?.adapter ?? 'an adapter not known', seconds), config, rows };
}
