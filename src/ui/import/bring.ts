import { bringingStore, nothingBrought } from '../stores/bringing';

/** Whether a file is one of a model: weights, a config.json, or a tokenizer.json. */
export function isOfModel({ name }: File): boolean {
  return /\.(safetensors|bin|pt|pth|ckpt|pkl)$/i.test(name) || /^(.*[-_.])?(config|tokenizer)\.json$/i.test(name);
}

/** Opens the dialog without a file. */
export function openBringing(): void {
  bringingStore.setState({ open: true });
}

/** Opens the dialog with these files. Files of an earlier drop stay, so weights, config, and tokenizer may come one by one. */
export function bringFiles(files: readonly File[]): void {
  bringingStore.setState({ open: true, error: null });
  void import('./take_files').then(
    ({ takeFiles }) => takeFiles(files),
    () => bringingStore.setState({ error: 'This part of the page could not be loaded. Reload the page.' }),
  );
}

export function closeBringing(): void {
  bringingStore.setState(nothingBrought, true);
}
