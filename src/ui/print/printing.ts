import { printingStore } from '../stores/printing';

/** While the page is printed it has light colours, which canvases draw in script, and the rules of print.css. */
export function followPrinting(): void {
  const { classList, dataset } = document.documentElement;
  let theme: string | undefined;
  window.addEventListener('beforeprint', () => {
    theme = dataset.theme;
    dataset.theme = 'light';
    classList.add('printed');
    printingStore.setState({ on: true });
  });
  window.addEventListener('afterprint', () => {
    classList.remove('printed');
    printingStore.setState({ on: false });
    if (theme !== undefined) dataset.theme = theme;
  });
}
