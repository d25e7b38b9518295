import { originOfRun } from '../pictures/origin';
import type { CellsPicture } from '../pictures/picture';
import { SaveMenu } from '../pictures/save_menu';
import { inspectionStore } from '../stores/inspection';
import { runStore } from '../stores/run';

/** Saves a drawing of colours as a picture, with the contender and its step. */
export function SaveCells(cells: Omit<CellsPicture, 'kind' | 'origin'>) {
  const picture = (): CellsPicture => {
    const run = runStore.getState();
    const { shown } = inspectionStore.getState();
    const name = run.members[shown?.request.contender ?? 0]?.name ?? '';
    const origin = originOfRun(run, shown?.step);
    return {
      kind: 'cells',
      ...cells,
      origin: { ...origin, about: `${name}, ${origin.about}`, file: `${name} ${origin.file}` },
    };
  };
  return <SaveMenu title={cells.title} picture={picture} />;
}
