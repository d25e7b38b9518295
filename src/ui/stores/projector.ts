import { create } from 'zustand';

/** Whether the page is shown to an audience: see src/ui/projector. The address `?projector` opens it so. */
export const projectorStore = create<{ readonly on: boolean }>(() => ({
  on: new URLSearchParams(globalThis.location?.search ?? '').has('projector'),
}));

export const useProjector = projectorStore;
