import { Tooltip } from 'radix-ui';
import { lazyPart } from './kit/lazy_part';
import { Notices } from './panels/notices';
import { RaceWorkspace } from './panels/race_workspace';
import { TopBar } from './panels/top_bar';
import { Tour } from './panels/tour';
import { useWorkspace } from './stores/workspace';

const InspectWorkspace = lazyPart(() => import('./inspect/inspect_workspace').then(part => part.InspectWorkspace));
const ExperimentsWorkspace = lazyPart(() =>
  import('./experiments/experiments_workspace').then(part => part.ExperimentsWorkspace),
);

const content = { race: RaceWorkspace, inspect: InspectWorkspace, experiments: ExperimentsWorkspace };

/** The page. */
export function App() {
  const workspace = useWorkspace();
  const Content = content[workspace];
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="app">
        <TopBar />
        <Tour />
        <main className={`main ${workspace}`}>
          <Notices />
          <Content />
        </main>
      </div>
    </Tooltip.Provider>
  );
}
