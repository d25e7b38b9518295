import { startClient } from '../../lab/worker/client';
import { connect, handleEvent } from '../actions';
import { setConfig } from '../stores/config';
import { Embed } from './embed';
import { openEmbedded } from './open_embedded';

/** The page in a frame. It keeps nothing, and it loads a race when its visitor trains it. */
export async function beginEmbedded() {
  const shows = await openEmbedded(location);
  if (shows.is === 'race') {
    setConfig(shows.config);
    connect(startClient(handleEvent));
  }
  window.addEventListener('hashchange', () => location.reload());
  return <Embed shows={shows} />;
}
