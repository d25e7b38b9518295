import { bringIntoView } from '../bring_into_view';
import { openExperiment } from '../experiment_actions';
import { openSheet } from '../sheets/open_sheet';
import { openWorkspace } from '../stores/workspace';
import { showStored } from './show_stored';
import type { TourStep } from './step';
import { type TargetName, targets } from './targets';

/** Milliseconds that the outline stays. */
const shown = 2400;
/** A workspace that is shown for the first time has to load, so the target is looked for `looks` times, `apart` milliseconds apart. */
const [looks, apart] = [30, 100];

/** Opens the workspace of the target, with the step's experiment and its stored result if it has none of its own, scrolls to the target, and outlines it for a moment. */
export function showTarget(name: TargetName, { actions, found }: TourStep, of?: string): void {
  const target = targets[name];
  const { workspace, selector } = target;
  const measured = actions.find(action => action.kind === 'experiment' && (of === undefined || action.evidence === of));
  if (workspace === 'experiments' && measured?.kind === 'experiment') {
    const stored = found.evidence.find(evidence => evidence.name === measured.evidence);
    if (stored) showStored(measured, stored);
    openExperiment(measured.experiment);
  } else openWorkspace(workspace);
  if ('sheet' in target) openSheet(target.sheet);
  const look = (left: number) => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element) pointAt(element);
    else if (left > 0) setTimeout(() => look(left - 1), apart);
  };
  requestAnimationFrame(() => look(looks));
}

function pointAt(element: HTMLElement): void {
  element.dataset.pointedAt = '';
  bringIntoView(element, 'start');
  setTimeout(() => delete element.dataset.pointedAt, shown);
}
