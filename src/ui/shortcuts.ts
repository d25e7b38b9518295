import { sample, toggleTraining } from './actions';

/** Keys that work wherever the focus is on nothing that uses them itself. */
export function listenForShortcuts(): void {
  window.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (usesKeys(event.target) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
    switch (event.key) {
      case ' ':
        event.preventDefault();
        toggleTraining();
        break;
      case 's':
        sample();
        break;
      case '?':
        document.getElementById('help')?.click();
        break;
    }
  });
}

function usesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, button, a, summary, [role="slider"], [contenteditable]') !== null
  );
}
