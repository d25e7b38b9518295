import './ui/styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startClient } from './lab/worker/client';
import { connect, handleEvent } from './ui/actions';
import { App } from './ui/app';
import { isEmbedded } from './ui/embed/embedded';
import { guardDrops } from './ui/guard_drops';
import { Part } from './ui/kit/part';
import { offerScripting } from './ui/scripting';
import { listenForShortcuts } from './ui/shortcuts';
import { start } from './ui/start';
import { listenForFaults, reportFault } from './ui/stores/faults';

/** Milliseconds after which what the page needs without a network is kept. Before, the page has the network to itself. */
const SETTLED = 3000;

/** The whole page. */
async function begin() {
  guardDrops();
  offerScripting();
  try {
    await start();
  } catch (error) {
    // The page opens with its defaults and says so.
    reportFault(error);
  }
  connect(startClient(handleEvent));
  listenForShortcuts();
  if (import.meta.env.PROD) setTimeout(keepForOffline, SETTLED);
  return <App />;
}

/** Without a network now, there will be one at another visit. */
function keepForOffline(): void {
  import('./ui/offline/begin').then(part => part.beginOffline()).catch(() => {});
}

/** No top-level await: parts that load meanwhile import from this script, and would wait for its end. */
async function open(): Promise<void> {
  const page = isEmbedded() ? await (await import('./ui/embed/begin')).beginEmbedded() : await begin();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element with the id "root".');
  createRoot(root).render(
    <StrictMode>
      <Part name="The page">{page}</Part>
    </StrictMode>,
  );
}

listenForFaults();
void open();
