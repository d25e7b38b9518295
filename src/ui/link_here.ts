import { presets } from '../lab/config/presets';
import { deflates } from './deflate';
import { encodePart, longestHash } from './link';
import { leftBehind } from './link_limits';
import { configStore } from './stores/config';
import { experimentsStore } from './stores/experiments';
import { initialInspection, inspectionStore } from './stores/inspection';
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
  const look = workspace === 'inspect' ? await lookHere() : null;
  const hash = look?.hash ?? (workspace === 'race' ? '' : `&workspace=${workspace}`);
  if (race.length + hash.length > longestHash) return { hash: null, note: tooLong };
  const adapter = runStore.getState().adapter?.adapter ?? '';
  return {
    hash: `${race}${hash}`,
    note: joined(leftBehind(settings, measurementStore.getState().inForce, adapter), look?.note ?? null),
  };
}

/** The longest text of Inspect that a link holds, in characters: about what fits into a chat message. */
const longestText = 2000;

/** The part of a link that opens what Inspect shows. Its first example has a name of its own. */
async function lookHere(): Promise<{ readonly hash: string | null; readonly note: string | null }> {
  const { wanted } = inspectionStore.getState();
  const { input } = wanted;
  if (JSON.stringify(wanted) === JSON.stringify(initialInspection.wanted)) return { hash: null, note: null };
  if (!deflates)
    return {
      hash: null,
      note: 'The link opens Inspect with its first example: this browser cannot compress the rest.',
    };
  if (input.kind === 'text' && input.text.length > longestText)
    return {
      hash: null,
      note: `The link opens Inspect without your text, which has more than ${longestText} characters.`,
    };
  const hash = await encodePart({ kind: 'inspect', request: wanted });
  return { hash: hash?.replace('#', '&') ?? null, note: null };
}

function joined(...notes: readonly (string | null)[]): string | null {
  return notes.filter(note => note !== null).join(' ') || null;
}

async function linkToExperiment(): Promise<LinkHere> {
  const { chosen, params } = experimentsStore.getState();
  const { experiments } = await import('../lab/experiments/registry');
  const name = chosen ?? experiments[0]?.name ?? '';
  const hash = await encodePart({ kind: 'experiment', name, params: params[name] ?? {} });
  return { hash, note: hash === null ? tooLong : null };
}
