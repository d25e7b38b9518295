import type { IconName } from '../kit/icons';
import type { SheetName } from '../stores/sheet';

export const titles: Readonly<Record<SheetName, string>> = {
  task: 'Task and training',
  contenders: 'Contenders',
  samples: 'Samples',
  results: 'Results and cost',
};

/** What the bar says, in one word each. */
export const words: Readonly<Record<SheetName, string>> = {
  task: 'Task',
  contenders: 'Contenders',
  samples: 'Samples',
  results: 'Results',
};

export const icons: Readonly<Record<SheetName, IconName>> = {
  task: 'options',
  contenders: 'contenders',
  samples: 'samples',
  results: 'results',
};

/** The id of the button that opens a sheet; the focus comes back to it. */
export function idOf(name: SheetName): string {
  return `sheet-${name}`;
}
