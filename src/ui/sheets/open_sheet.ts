import { type SheetName, sheetStore } from '../stores/sheet';
import { idOf } from './sheet_names';

/** Opens a sheet where the page keeps this part of the race in one. Returns whether it does. */
export function openSheet(name: SheetName): boolean {
  if (document.getElementById(idOf(name)) === null) return false;
  sheetStore.setState({ open: name });
  return true;
}
