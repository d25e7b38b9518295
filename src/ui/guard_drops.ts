import { bringFiles, isOfModel } from './import/bring';
import { isRunFile, takeRunFile } from './run_files/take_run_file';
import { dropsStore, setRefusedDrop } from './stores/drops';

/** A dropped run file is opened, and files of a model open their dialog; another file goes to the box that asks for one, or is refused; otherwise the browser would open it in place of the page. */
export function guardDrops(): void {
  window.addEventListener('dragover', event => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setOver(true);
  });
  window.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) setOver(false);
  });
  window.addEventListener('drop', event => {
    setOver(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const [file] = files;
    if (file && files.length === 1 && isRunFile(file)) void takeRunFile(file);
    else if (files.length > 0 && files.every(isOfModel)) bringFiles(files);
    else setRefusedDrop(drop(files));
  });
}

/** Returns why the files are refused; null: they are not. */
function drop(files: readonly File[]): string | null {
  const { take } = dropsStore.getState();
  if (!take)
    return 'Nothing on the page asks for a file. Choose “My own text”, or “My own” for a sound, under Task, and drop the file again.';
  const [file] = files;
  if (!file || files.length > 1) return 'Drop a single file.';
  take(file);
  return null;
}

/** The browser handles text dragged within the page. */
function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function setOver(over: boolean): void {
  if (dropsStore.getState().over !== over) dropsStore.setState({ over });
}
