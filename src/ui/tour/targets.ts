import type { SheetName } from '../stores/sheet';
import type { Workspace } from '../stores/workspace';

interface Target {
  readonly workspace: Workspace;
  readonly selector: string;
  /** The sheet that holds it on a screen for hands. */
  readonly sheet?: SheetName;
}

/** Parts of the page that the tour points at. */
export const targets = {
  loss: { workspace: 'race', selector: '.loss-chart' },
  accuracy: { workspace: 'race', selector: '.score-chart' },
  time: { workspace: 'race', selector: '.time-chart', sheet: 'results' },
  results: { workspace: 'experiments', selector: '.figure-panels' },
  inside: { workspace: 'inspect', selector: '.board-panel' },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
