import { lazyPart } from '../kit/lazy_part';
import { useConfig } from '../stores/config';
import { useFirstMinute } from '../stores/first_minute';
import { usePreferences } from '../stores/preferences';
import { useRun } from '../stores/run';
import { ideaOf } from './idea_of';
import './first_minute.css';

const Card = lazyPart(
  () => import('./card').then(part => part.Card),
  // Its place, so that nothing moves when it comes.
  <div className="panel first-minute" />,
);

/** The sentence on what the first race shows, and the next steps; with its races, until it is dismissed. */
export function FirstMinute() {
  const shown = usePreferences(p => p.firstMinute);
  const reached = useFirstMinute(state => state.reached);
  const loaded = useRun(state => state.config);
  const chosen = useConfig(state => state.config);
  const idea = shown ? ideaOf(loaded ?? chosen, reached) : null;
  return idea === null ? null : <Card idea={idea} />;
}
