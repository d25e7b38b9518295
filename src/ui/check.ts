import type { z } from 'zod';
import { firstIssue } from '../first_issue';
import { type RunConfig, runConfig } from '../lab/config/config';
import { bindBlock } from '../models/block';
import { findMixer } from '../models/registry';
import { checkOwnText } from '../tasks/own_text';
import { parseParameters } from '../tasks/parameters';
import { findTask } from '../tasks/registry';
import { lacksBrought } from './brought_for';
import { sizeOf } from './models';
import { OWN, type Own, type OwnKind } from './own';
import type { ConfigState } from './stores/config';

export type Checked =
  | { readonly ok: true; readonly config: RunConfig }
  | { readonly ok: false; readonly message: string };

/** V for the size of a model, as long as the V of the task is not known. */
export const someVocabulary = 80;

/** Whether a value has the shape of a race of this version. Its task and its blocks are not checked. */
export function shapedRace(value: unknown): Checked {
  if (value instanceof Object && 'version' in value && typeof value.version === 'number' && value.version > 1)
    return { ok: false, message: `It has version ${value.version}; this page knows version 1. Reload the page.` };
  const result = runConfig.safeParse(value);
  if (!result.success) return { ok: false, message: firstIssue(result.error.issues, 'the race') };
  return { ok: true, config: result.data };
}

/**
 * Whether this build knows the task, the mixers, and all their keys, so that the page can show the race. A known race may still
 * be impossible to build, for example while a visitor changes it.
 */
export function knownConfig(value: unknown): Checked {
  const race = shapedRace(value);
  if (!race.ok) return race;
  const { config } = race;
  try {
    const { name, ...parameters } = config.task;
    const task = findTask(name);
    if (!shaped(task.schema.safeParse(parameters))) parseParameters(task, parameters);
    for (const contender of config.contenders) {
      contender.blocks.forEach((block, index) => {
        const { mixer, mlp: _, ...own } = block;
        if (!shaped(findMixer(mixer).schema.safeParse(own))) bindBlock(block, index);
      });
    }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'It is not valid.' };
  }
  return { ok: true, config };
}

/** Whether every value by itself has the right type and lies within its bounds. The values may still contradict each other. */
function shaped(result: z.ZodSafeParseResult<unknown>): boolean {
  return result.success || result.error.issues.every(({ code }) => code === 'custom');
}

/** Whether a race can be built: its shape, the parameters of its task, and every contender. */
export function checkConfig(value: unknown): Checked {
  const known = knownConfig(value);
  if (!known.ok) return known;
  const { config } = known;
  try {
    const { name, ...parameters } = config.task;
    parseParameters(findTask(name), parameters);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'The task is not valid.' };
  }
  for (const contender of config.contenders) {
    const size = sizeOf(contender, someVocabulary);
    if (!size.fits) return { ok: false, message: `${contender.name}: ${size.message}` };
  }
  return { ok: true, config };
}

/** The visitor's own material that a task uses. */
export function ownMaterial({ name, source }: RunConfig['task']): OwnKind | null {
  if (source !== 'own') return null;
  if (name === 'text' || name === 'tokens') return 'text';
  if (name === 'music') return 'music';
  return name === 'audio' ? 'sound' : null;
}

/** Whether the race needs own text, sound, or music that is missing or unusable, or weights or a tokenizer that are not on the page. */
export function lacksMaterial(settings: Material): boolean {
  const { config, ownText } = settings;
  if (lacksBrought(settings) !== null) return true;
  const own = ownMaterial(config.task);
  if (own === null) return false;
  if (own !== 'text') return settings[OWN[own]] === null;
  try {
    checkOwnText(ownText ?? '');
    return false;
  } catch {
    return true;
  }
}

/** What a race may need that a link does not hold. */
export type Material = Pick<ConfigState, 'config' | keyof Own> & Partial<Pick<ConfigState, 'brought' | 'tokenizer'>>;

/** A race from a link with more parameters, over all contenders, is compiled only when the visitor starts it. */
export const heavyRace = 4e6;

/** Parameters of all contenders that can be built. */
export function parametersOf(config: RunConfig): number {
  return config.contenders.reduce((sum, contender) => {
    const size = sizeOf(contender, someVocabulary);
    return sum + (size.fits ? size.parameters : 0);
  }, 0);
}
