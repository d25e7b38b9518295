import type { RunState } from '../stores/run_state';
import { lanesOf } from './lanes';

/** What every lane wrote after the prompt, whole, under its name. */
export function allTexts(run: RunState): string {
  const prompt = run.sampling?.request.prompt ?? '';
  return lanesOf(run)
    .map(({ name, writing }) => `${name}\n${prompt}${writing.text}\n`)
    .join('\n');
}
