import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What the page shows below its top bar. */
export const workspaces = [
  { name: 'race', title: 'Race' },
  { name: 'inspect', title: 'Inspect' },
  { name: 'experiments', title: 'Experiments' },
  { name: 'runs', title: 'Runs' },
] as const;
export type Workspace = (typeof workspaces)[number]['name'];

export const workspaceStore = createStore<{ readonly workspace: Workspace }>(() => ({ workspace: 'race' }));

export function useWorkspace(): Workspace {
  return useStore(workspaceStore, state => state.workspace);
}

export function openWorkspace(workspace: Workspace): void {
  workspaceStore.setState({ workspace });
}
