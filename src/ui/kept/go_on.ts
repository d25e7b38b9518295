import type { AdapterReport, Event } from '../../lab/worker/protocol';
import { checkConfig } from '../check';
import { whole } from '../format';
import { configStore } from '../stores/config';
import { keepingStore } from '../stores/keeping';
import { runStore } from '../stores/run';
import { openRun } from './open_run';
import type { RunLocks } from './run_locks';

/** The race that goes on by itself, and from which step. */
let going: { readonly race: number; readonly step: number } | undefined;

/** Lets a race whose GPU was gone go on, now that the page has an adapter. False: there is none, or it is offered, with the reason. */
export function goOnByItself(backend: AdapterReport['backend'] | undefined, locks: RunLocks): boolean {
  const { goesOn } = keepingStore.getState();
  if (!goesOn) return false;
  const { run, summary } = goesOn;
  const why = whyNot(backend, run.config);
  keepingStore.setState({ goesOn: null });
  if (why !== null) {
    locks.release(run.id);
    keepingStore.setState({ offer: { is: 'offered', run: summary, engine: run.engine, why } });
    return false;
  }
  going = { race: openRun(run, { play: true, itself: true }), step: summary.step };
  return true;
}

function whyNot(backend: AdapterReport['backend'] | undefined, config: unknown): string | null {
  if (backend !== 'webgpu')
    return 'The browser gave this page no GPU. Reload the page with the browser’s reload button, restart the browser, or continue without a GPU.';
  const own = checkConfig(configStore.getState().config);
  return own.ok && JSON.stringify(own.config) === JSON.stringify(config)
    ? null
    : 'This page was opened with other settings.';
}

/** Says from which step it goes on. */
export function followGoingOn(event: Event): void {
  if (event.type !== 'resumed' || event.runId !== going?.race) return;
  const step = whole(going.step);
  going = undefined;
  runStore.setState({ replaced: `The race goes on from step ${step}, the last one that was kept before the reload.` });
}
