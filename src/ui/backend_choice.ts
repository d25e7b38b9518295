import { type BackendChoice, backendChoice } from '../lab/worker/backend_choice';
import { leaveAside } from './stores/aside';
import { type Preferences, preferencesStore } from './stores/preferences';

/**
 * What to train on: what the address asks for (`?backend=wasm&threads=2`), else what the visitor chose last. An address that asks
 * for something unknown is left aside with the reason.
 */
export function backendToOpen(
  search = globalThis.location?.search ?? '',
  chosen: Preferences = preferencesStore.getState(),
): BackendChoice {
  return askedBy(search) ?? choiceOf(chosen);
}

/** As the worker takes it. */
export function choiceOf({ backend, threads }: Pick<Preferences, 'backend' | 'threads'>): BackendChoice {
  return { backend: backend === 'auto' ? undefined : backend, threads: threads ?? undefined };
}

function askedBy(search: string): BackendChoice | undefined {
  const asked = new URLSearchParams(search);
  const [backend, threads] = [asked.get('backend'), asked.get('threads')];
  if (backend === null && threads === null) return undefined;
  const read = backendChoice.safeParse({
    backend: backend === 'auto' || backend === null ? undefined : backend,
    threads: threads === null ? undefined : Number(threads),
  });
  if (read.success) return read.data;
  leaveAside(
    'This address asks for a backend that there is not.',
    'backend is webgpu, wasm, twin, or auto; threads is a whole number from 1 to 64.',
    search,
  );
  return undefined;
}
