import type { CellsPicture } from '../pictures/picture';
import { SaveMenu } from '../pictures/save_menu';
import { inspectedOrigin } from './inspected_origin';

/** Saves a drawing of colours as a picture, with the contender and its step. */
export function SaveCells(cells: Omit<CellsPicture, 'kind' | 'origin'>) {
  const picture = (): CellsPicture => ({ kind: 'cells', ...cells, origin: inspectedOrigin() });
  return <SaveMenu title={cells.title} picture={picture} />;
}
