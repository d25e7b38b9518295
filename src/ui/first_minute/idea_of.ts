import type { RunConfig } from '../../lab/config/config';
import { firstMinute, mobyDick } from '../../lab/config/presets';
import type { Idea } from '../stores/first_minute';

/** The idea that a race shows to who has come so far; null: it belongs to none. */
export function ideaOf(race: RunConfig, reached: Idea): Idea | null {
  if (is(race, firstMinute.config)) return 'remember';
  return reached !== 'remember' && is(race, mobyDick.config) ? reached : null;
}

function is(race: RunConfig, other: RunConfig): boolean {
  return race === other || JSON.stringify(race) === JSON.stringify(other);
}
