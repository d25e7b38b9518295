import type { RunConfig } from '../lab/config/config';
import { presets } from '../lab/config/presets';
import { quoted } from '../quoted';
import { asSentence } from './as_sentence';
import { hasBrought } from './brought_for';
import { knownConfig } from './check';
import { openExperiment } from './experiment_actions';
import { decodeParts, type LinkPart } from './link';
import { askForLacking } from './link_limits';
import { leaveAside } from './stores/aside';
import { configStore, setConfig } from './stores/config';
import { look } from './stores/inspection';
import { goToStep, openTour } from './stores/tour';
import { openWorkspace } from './stores/workspace';

/**
 * Opens the link in the address bar. What cannot be used is put aside, and the rest opens. `restored` resolves once own text and sound are
 * there. Returns what it opened: a race, something else, or nothing.
 */
export async function openLink(restored: Promise<void>): Promise<'race' | 'other' | 'nothing'> {
  const { hash } = location;
  const parts = await decodeParts(hash);
  const open: { race?: LinkPart; place?: LinkPart } = {};
  const reasons: string[] = [];
  for (const part of parts) {
    // Another link was opened meanwhile.
    if (location.hash !== hash) return 'nothing';
    if (part.kind === 'none') continue;
    if (part.kind === 'bad') {
      reasons.push(part.reason);
      continue;
    }
    const slot = slotOf(part);
    const before = open[slot];
    if (before) {
      reasons.push(saysUnopened(before, part));
      continue;
    }
    try {
      const config = await opened(part);
      open[slot] = part;
      if (config === null) continue;
      if (parts.length === 1) openWorkspace('race');
      if (config.task.source === 'own' || hasBrought({ config })) await restored;
      askForLacking();
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  const did = open.race ? 'race' : open.place ? 'other' : 'nothing';
  if (reasons.length > 0)
    leaveAside(
      did === 'nothing' ? 'This link could not be read.' : 'A part of this link was not opened.',
      reasons.map(asSentence).join(' '),
      hash,
    );
  return did;
}

/** What of the page a part takes: a link sets one race up, and opens one place. */
function slotOf(part: LinkPart): 'race' | 'place' {
  return part.kind === 'race' || part.kind === 'preset' ? 'race' : 'place';
}

/** Says that of two parts for the same slot the first is open. */
function saysUnopened(open: LinkPart, other: LinkPart): string {
  const both = slotOf(open) === 'race' ? 'sets two races up' : 'names two places';
  return `It ${both}: ${nameOf(open)} is open, and ${nameOf(other)} is not. Give each a link of its own.`;
}

function nameOf(part: LinkPart): string {
  switch (part.kind) {
    case 'race':
      return `a race of ${part.config.contenders.map(({ name }) => quoted(name)).join(', ')}`;
    case 'preset':
    case 'experiment':
    case 'step':
      return `the ${part.kind} ${quoted(part.name)}`;
    case 'workspace':
      return `the workspace ${quoted(part.workspace)}`;
    case 'inspect':
      return 'a look inside a race';
    case 'result':
      return 'a shared result';
    default:
      return part satisfies never;
  }
}

/** Opens a part. Returns its race, if it is one. Throws if this build does not know what it names. */
async function opened(part: LinkPart): Promise<RunConfig | null> {
  switch (part.kind) {
    case 'race': {
      const checked = knownConfig(part.config);
      if (!checked.ok) throw new Error(checked.message);
      return setUpRace(checked.config);
    }
    case 'preset': {
      const preset = presets.find(({ name }) => name === part.name);
      if (preset) return setUpRace(preset.config);
      throw new Error(
        `There is no preset ${quoted(part.name)}; there are ${presets.map(({ name }) => name).join(', ')}.`,
      );
    }
    case 'experiment':
      await showExperiment(part.name, part.params);
      return null;
    case 'step':
      await showStep(part.name);
      return null;
    case 'result': {
      const { openResult } = await import('./shared/open_result');
      openResult(part.value);
      return null;
    }
    case 'inspect':
      look(part.request);
      openWorkspace('inspect');
      return null;
    case 'workspace':
      openWorkspace(part.workspace);
      return null;
    default:
      return part satisfies never;
  }
}

function setUpRace(config: RunConfig): RunConfig {
  if (JSON.stringify(config) !== JSON.stringify(configStore.getState().config)) setConfig(config);
  return config;
}

async function showExperiment(name: string, params: Readonly<Record<string, unknown>>): Promise<void> {
  const [{ findExperiment }, { parseParams }] = await Promise.all([
    import('../lab/experiments/registry'),
    import('../lab/experiments/parse_params'),
  ]);
  const experiment = findExperiment(name);
  parseParams(experiment, params);
  openExperiment(name, params);
}

async function showStep(name: string): Promise<void> {
  const { steps } = await import('./tour/steps');
  const index = steps.findIndex(step => step.name === name);
  if (index < 0)
    throw new Error(`The argument has no step ${quoted(name)}; it has ${steps.map(step => step.name).join(', ')}.`);
  goToStep(index);
  openTour();
}
