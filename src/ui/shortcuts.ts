import { sample, toggleTraining } from './actions';
import { workspaceStore } from './stores/workspace';

/** Keys that work unless the focused element uses them itself. */
export function listenForShortcuts(): void {
  window.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (usesKey(event.target, event.key) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]'))
      return;
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

/** Whether the focused element uses the key itself: buttons use Space, fields and lists use all keys. */
function usesKey(target: EventTarget | null, key: string): boolean {
  const typing = 'input, textarea, select, [role="combobox"], [contenteditable]';
  const pressing = 'button, a, summary, [role="slider"]';
  return target instanceof Element && target.closest(key === ' ' ? `${typing}, ${pressing}` : typing) !== null;
}
