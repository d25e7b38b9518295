import { bringFiles, isOfModel } from './import/bring';
import { isRunFile, takeRunFile } from './run_files/take_run_file';
import { dropsStore, setRefusedDrop } from './stores/drops';
import { runFilesStore, setRunFile } from './stores/run_files';

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
    forgetDrops();
    const [file] = files;
    if (file && files.length === 1 && isRunFile(file)) void takeRunFile(file);
    else if (files.length > 0 && files.every(isOfModel)) bringFiles(files);
    else setRefusedDrop(drop(files));
  });
}

/** What the page said of the last drop goes. A question stays until it is answered. */
function forgetDrops(): void {
  setRefusedDrop(null);
  const { file } = runFilesStore.getState();
  if (file.is === 'refused' || file.is === 'opened') setRunFile({ is: 'nothing' });
}

/** Returns why the files are refused; null: they are not. */
function drop(files: readonly File[]): string | null {
  const [file] = files;
  if (!file || files.length > 1) return files.some(isRunFile) ? 'Drop a single run file.' : 'Drop a single file.';
  const { take } = dropsStore.getState();
  if (!take)
    return 'Nothing on the page asks for a file. Choose “My own text”, or “My own” for sound or music, under Task, and drop the file again.';
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
