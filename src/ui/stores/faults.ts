import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** An error that no part of the page caught. */
export interface Fault {
  readonly message: string;
  readonly details: string;
}

/** The first since the visitor dismissed the last one: later ones mostly follow from it. */
export const faultStore = createStore<{ readonly fault: Fault | null }>(() => ({ fault: null }));

export function useFault(): Fault | null {
  return useStore(faultStore, state => state.fault);
}

export function reportFault(error: unknown): void {
  const { fault } = faultStore.getState();
  if (fault === null) faultStore.setState({ fault: describeError(error) });
}

export function dismissFault(): void {
  faultStore.setState({ fault: null });
}

/** What went wrong, in one line and at length. `where`: React's stack of components. */
export function describeError(error: unknown, where = ''): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const details = [message, stack, where, navigator.userAgent, location.href.slice(0, 2000)].filter(Boolean).join('\n');
  return { message, details };
}

/** Reports what handlers and promises let through. A browser's extensions and its layout warnings are not the page's errors. */
export function listenForFaults(): void {
  window.addEventListener('error', ({ error, message, filename }) => {
    const foreign = filename !== '' && !filename.startsWith(location.origin);
    if (!foreign && !message.startsWith('ResizeObserver')) reportFault(error ?? message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => reportFault(reason));
}
