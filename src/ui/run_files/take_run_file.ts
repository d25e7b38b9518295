import { setRunFile } from '../stores/run_files';

/** Whether a file is a run, or a shared result. */
export function isRunFile({ name }: File): boolean {
  return /\.unroll(-result)?$/i.test(name);
}

/** Opens a run file, or says why it cannot be opened. Resolves when that is done. */
export async function takeRunFile(file: File): Promise<void> {
  setRunFile({ is: 'reading', name: file.name });
  try {
    if (/-result$/i.test(file.name)) {
      await (await import('../shared/open_result')).openResultFile(file);
      setRunFile({ is: 'nothing' });
      return;
    }
    const { openRunFile } = await import('./open_run_file');
    await openRunFile(file);
  } catch (error) {
    const words = error instanceof Error ? error.message : 'Reload the page, and try again.';
    setRunFile({ is: 'refused', title: `${file.name} could not be opened.`, words });
  }
}

/** Lets the visitor choose a run file, and opens it. */
export function chooseRunFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.unroll,.unroll-result';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void takeRunFile(file);
  });
  input.click();
}
