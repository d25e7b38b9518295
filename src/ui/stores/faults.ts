import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** An error that no part of the page caught. */
export interface Fault {
  readonly message: string;
  readonly details: string;
}

/** The first fault since the visitor dismissed one. Later faults mostly follow from the first. */
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

/** An error in one line and with all details. `where` is React's stack of components. */
export function describeError(error: unknown, where = ''): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const details = [message, stack, where, navigator.userAgent, location.href.slice(0, 2000)].filter(Boolean).join('\n');
  return { message, details };
}

/** Errors that a visitor's script got from `window.unroll`. The browser's console shows them. */
const ofScripts = new WeakSet<object>();

/** Marks the errors of a call that visitors' scripts make. An error that a script does not catch is no fault of the page. */
export function forScripts<A extends unknown[], T>(call: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  return async (...given) => {
    try {
      return await call(...given);
    } catch (error) {
      if (error instanceof Error) ofScripts.add(error);
      throw error;
    }
  };
}

/** Reports errors that nothing caught, except those of browser extensions, layout warnings, and errors of scripts' calls. */
export function listenForFaults(): void {
  window.addEventListener('error', ({ error, message, filename }) => {
    const foreign = filename !== '' && !filename.startsWith(location.origin);
    if (!foreign && !message.startsWith('ResizeObserver')) reportFault(error ?? message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if (!ofScripts.has(reason)) reportFault(reason);
  });
}
