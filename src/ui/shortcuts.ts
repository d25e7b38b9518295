import { sample, toggleTraining } from './actions';
import { redoSettings, undoSettings } from './stores/settings_history';
import { workspaceStore } from './stores/workspace';

/** Keys that work unless the focused element uses them itself. */
export function listenForShortcuts(): void {
  window.addEventListener('keydown', event => {
    if (isUndo(event) && !usesKey(originOf(event), event.key) && !isCovered()) {
      event.preventDefault();
      if (event.shiftKey || event.key.toLowerCase() === 'y') redoSettings();
      else undoSettings();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (usesKey(originOf(event), event.key) || isCovered()) return;
    // There Space scrolls, and a race that starts unseen would end the running experiment.
    const { workspace } = workspaceStore.getState();
    if (event.key !== '?' && (workspace === 'experiments' || workspace === 'runs')) return;
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

/** Ctrl or Command with Z, or with Y. */
function isUndo({ key, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !defaultPrevented && /^[zy]$/i.test(key);
}

/** Whether a dialog, menu, or list lies over the page. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Where a key was pressed, also inside a shadow root. */
function originOf(event: KeyboardEvent): EventTarget | null {
  return event.composedPath()[0] ?? event.target;
}

/** Whether the focused element uses the key itself: buttons use Space, fields and lists use all keys. */
function usesKey(target: EventTarget | null, key: string): boolean {
  const typing = 'input, textarea, select, [role="combobox"], [contenteditable]';
  const pressing = 'button, a, summary, [role="slider"]';
  return target instanceof Element && target.closest(key === ' ' ? `${typing}, ${pressing}` : typing) !== null;
}
