import { Tooltip } from 'radix-ui';
import { useDeferredValue } from 'react';
import { BringWindow } from './import/bring_window';
import { lazyPart } from './kit/lazy_part';
import { Part } from './kit/part';
import { Notices } from './panels/notices';
import { RaceWorkspace } from './panels/race_workspace';
import { TopBar } from './panels/top_bar';
import { Tour } from './panels/tour';
import { useByHand } from './sheets/use_by_hand';
import { useProjector } from './stores/projector';
import { useShared } from './stores/shared';
import { useWorkspace } from './stores/workspace';
import './app.css';

const InspectWorkspace = lazyPart(() => import('./inspect/inspect_workspace').then(part => part.InspectWorkspace));
const ExperimentsWorkspace = lazyPart(() =>
  import('./experiments/experiments_workspace').then(part => part.ExperimentsWorkspace),
);

const RunsWorkspace = lazyPart(() => import('./runs/runs_workspace').then(part => part.RunsWorkspace));
const SharedWorkspace = lazyPart(() => import('./shared/shared_workspace').then(part => part.SharedWorkspace));

const ProjectorBar = lazyPart(() => import('./projector/projector_bar').then(part => part.ProjectorBar), null);

const HandBar = lazyPart(() => import('./sheets/hand_bar').then(part => part.HandBar), null);

const content = {
  race: RaceWorkspace,
  inspect: InspectWorkspace,
  experiments: ExperimentsWorkspace,
  runs: RunsWorkspace,
};
const names = {
  race: 'The race',
  inspect: 'Inspect',
  experiments: 'Experiments',
  runs: 'Runs',
  shared: 'The shared result',
};

export function App() {
  // The tab is marked at once; what belongs to it is built in small pieces, so that no press waits for it.
  const workspace = useDeferredValue(useWorkspace());
  const shared = useShared() !== null;
  const projected = useProjector(state => state.on);
  const byHand = useByHand() && !shared;
  const Content = shared ? SharedWorkspace : content[workspace];
  const shown = shared ? 'shared' : workspace;
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className={`app column ${byHand ? 'by-hand' : ''}`}>
        <Part name="The top bar">
          <TopBar />
        </Part>
        <Part name="The argument">
          <Tour />
        </Part>
        <main className={`main ${shown}`}>
          <Part name="The notices">
            <Notices />
          </Part>
          <Part key={shown} name={names[shown]}>
            <Content />
          </Part>
        </main>
        {byHand ? (
          <Part name="The bar">
            <HandBar />
          </Part>
        ) : null}
        {projected ? (
          <Part name="Projector mode">
            <ProjectorBar />
          </Part>
        ) : null}
        <Part name="Bring weights">
          <BringWindow />
        </Part>
      </div>
    </Tooltip.Provider>
  );
}
