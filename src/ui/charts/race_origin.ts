import { raceName } from '../../lab/runs/race_name';
import type { RunState } from '../stores/run_state';
import type { Origin } from './origin';

/** The race on the page, as the origin of its charts. */
export function originOf({ config, adapter }: Pick<RunState, 'config' | 'adapter'>): Origin {
  return { what: config ? raceName(config) : 'Race', config, adapter: adapter?.adapter ?? null };
}
