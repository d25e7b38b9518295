import { type RunConfig, runConfig } from '../lab/config';
import { checkOwnText } from '../tasks/own_text';
import { parseParameters } from '../tasks/parameters';
import { findTask } from '../tasks/registry';
import { firstIssue } from './link';
import { sizeOf } from './models';
import type { ConfigState } from './stores/config';

export type Checked =
  | { readonly ok: true; readonly config: RunConfig }
  | { readonly ok: false; readonly message: string };

/** V to size a model with where the task's own is not known yet. */
export const someVocabulary = 80;

/** Whether anything can be raced: shape, task parameters, and that every contender can be built. */
export function checkConfig(value: unknown): Checked {
  const result = runConfig.safeParse(value);
  if (!result.success) return { ok: false, message: firstIssue(result.error.issues) };
  const config = result.data;
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

/** Whether the visitor's own text or sound is wanted and cannot be trained on. */
export function lacksMaterial({
  config,
  ownText,
  ownSound,
}: Pick<ConfigState, 'config' | 'ownText' | 'ownSound'>): boolean {
  if (config.task.source !== 'own') return false;
  if (config.task.name === 'audio') return ownSound === null;
  if (config.task.name !== 'text') return false;
  try {
    checkOwnText(ownText ?? '');
    return false;
  } catch {
    return true;
  }
}

/** Parameters in all: a link above this waits for the visitor before anything is compiled. */
export const heavyRace = 4e6;

export function parametersOf(config: RunConfig): number {
  return config.contenders.reduce((sum, contender) => {
    const size = sizeOf(contender, someVocabulary);
    return sum + (size.fits ? size.parameters : 0);
  }, 0);
}
