import { presets } from '../lab/config/presets';
import { encodePart, longestHash } from './link';
import { leftBehind } from './link_limits';
import { configStore } from './stores/config';
import { experimentsStore } from './stores/experiments';
import { measurementStore } from './stores/measurement';
import { runStore } from './stores/run';
import { sharedStore } from './stores/shared';
import { workspaceStore } from './stores/workspace';

/** A link, and what to know about it. */
export interface LinkHere {
  /** Null: it cannot be made. */
  readonly hash: string | null;
  /** What it does not hold, or why it cannot be made; null: nothing. */
  readonly note: string | null;
}

const tooLong = `A link of more than ${longestHash} characters could not be opened again. Make the settings shorter.`;

/** A link to what the page shows: a shared result, the race, a look inside it, or the experiment with its settings. */
export async function linkHere(): Promise<LinkHere> {
  const { result } = sharedStore.getState();
  if (result !== null) {
    const hash = await encodePart({ kind: 'result', value: result });
    return { hash, note: hash === null ? tooLong : null };
  }
  const { workspace } = workspaceStore.getState();
  if (workspace === 'experiments') return await linkToExperiment();
  const settings = configStore.getState();
  const same = JSON.stringify(settings.config);
  const preset = presets.find(({ config }) => JSON.stringify(config) === same);
  const race = await encodePart(
    preset ? { kind: 'preset', name: preset.name } : { kind: 'race', config: settings.config },
  );
  if (race === null) return { hash: null, note: tooLong };
  const adapter = runStore.getState().adapter?.adapter ?? '';
  return {
    hash: workspace === 'race' ? race : `${race}&workspace=${workspace}`,
    note: leftBehind(settings, measurementStore.getState().inForce, adapter),
  };
}

async function linkToExperiment(): Promise<LinkHere> {
  const { chosen, params } = experimentsStore.getState();
  const { experiments } = await import('../lab/experiments/registry');
  const name = chosen ?? experiments[0]?.name ?? '';
  const hash = await encodePart({ kind: 'experiment', name, params: params[name] ?? {} });
  return { hash, note: hash === null ? tooLong : null };
}
