import { useShared } from '../stores/shared';
import { openWorkspace, useWorkspace, workspaces } from '../stores/workspace';
import './workspace_tabs.css';

/** Chooses what the page shows: the race, the inside of a model, or the experiments. */
export function WorkspaceTabs() {
  const workspace = useWorkspace();
  const current = useShared() === null ? workspace : null;
  return (
    <nav className="workspace-tabs" aria-label="Workspaces">
      {workspaces.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className="workspace-tab muted"
          aria-current={name === current ? 'page' : undefined}
          onClick={() => openWorkspace(name)}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
