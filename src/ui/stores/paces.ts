import { create } from 'zustand';
import { paceOf } from './receive';
import { runStore } from './run';
import type { RunState } from './run_state';

/** Steps per second of the latest race, by what it trained on. */
interface Paces {
  /** The race, as JSON. */
  readonly race: string;
  readonly stepsPerSecond: Readonly<Record<string, number>>;
}

const pacesStore = create<Paces>(() => ({ race: '', stepsPerSecond: {} }));

export const usePaces = pacesStore;

/** Where a race trains; `threads` counts for WebAssembly alone. */
export function paceKey({ backend, threads }: { backend: string; threads?: number | null | undefined }): string {
  return backend === 'wasm' ? `wasm ${threads}` : backend;
}

/** Remembers how fast a race trains where it does. Another race begins anew. */
export function notePace({ adapter, config, pace }: Pick<RunState, 'adapter' | 'config' | 'pace'>): void {
  const measured = paceOf(pace);
  if (!adapter || !config || Number.isNaN(measured)) return;
  const race = JSON.stringify(config);
  pacesStore.setState(before => ({
    race,
    stepsPerSecond: { ...(before.race === race ? before.stepsPerSecond : {}), [paceKey(adapter)]: measured },
  }));
}

/** Remembers the speed of every stretch of training once it ends. */
export function followPaces(): void {
  runStore.subscribe((now, before) => {
    if (now.pace.length < before.pace.length) notePace(before);
  });
}
