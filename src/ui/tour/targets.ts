import type { Workspace } from '../stores/workspace';

/** Parts of the page that the tour points at. */
export const targets = {
  loss: { workspace: 'race', selector: '.loss-chart' },
  accuracy: { workspace: 'race', selector: '.score-chart' },
  time: { workspace: 'race', selector: '.time-chart' },
  results: { workspace: 'experiments', selector: '.figure-panels' },
  inside: { workspace: 'inspect', selector: '.board-panel' },
} as const satisfies Record<string, { readonly workspace: Workspace; readonly selector: string }>;

export type TargetName = keyof typeof targets;
