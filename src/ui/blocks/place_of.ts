import type { ContenderConfig } from '../../lab/config/config';
import { type RunState, standingPlaces } from '../stores/run_state';

/** The place of the member that stands for a contender; null: the race that is loaded has it not, or otherwise. */
export function placeOf(run: Pick<RunState, 'config' | 'ofSeed'>, contender: ContenderConfig): number | null {
  const same = (other: ContenderConfig): boolean =>
    JSON.stringify([other.d_model, other.blocks, other.norm]) ===
    JSON.stringify([contender.d_model, contender.blocks, contender.norm]);
  const index = run.config?.contenders.findIndex(other => other.name === contender.name && same(other)) ?? -1;
  return standingPlaces(run)[index] ?? null;
}
