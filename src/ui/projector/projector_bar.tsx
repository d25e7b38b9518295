import { useEffect } from 'react';
import { Button } from '../kit/button';
import { projectorStore } from '../stores/projector';
import { goToStep, openTour, tourStore } from '../stores/tour';
import { steps } from '../tour/steps';
import './projector.css';

/** Large type for an audience, and what a presenter presses. It lasts while this is shown. */
export function ProjectorBar() {
  useEffect(() => {
    const { classList } = document.documentElement;
    classList.add('projector');
    window.addEventListener('keydown', onKey);
    return () => {
      classList.remove('projector');
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <nav className="projector-bar row" aria-label="Projector">
      <Button tiny quiet label="Previous step" aria-keyshortcuts="PageUp" onClick={() => turn(-1)} />
      <Button tiny quiet label="Next step" aria-keyshortcuts="PageDown" onClick={() => turn(1)} />
      <Button tiny quiet label="Leave projector mode" aria-keyshortcuts="Escape" onClick={leave} />
    </nav>
  );
}

/** Presenters' remotes send these keys. What lies over the page has Escape first. */
function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
  switch (event.key) {
    case 'PageDown':
    case 'PageUp':
      event.preventDefault();
      turn(event.key === 'PageDown' ? 1 : -1);
      break;
    case 'Escape':
      leave();
      break;
  }
}

/** Opens the argument at the step where it was left, or goes to the step before or after. */
function turn(by: 1 | -1): void {
  const { open, step } = tourStore.getState();
  if (open) goToStep(Math.min(steps.length - 1, Math.max(0, step + by)));
  else openTour();
}

/** The address no longer asks for it. */
function leave(): void {
  projectorStore.setState({ on: false });
  const address = new URL(location.href);
  address.searchParams.delete('projector');
  history.replaceState(null, '', address);
  document.getElementById('projector')?.focus();
}
