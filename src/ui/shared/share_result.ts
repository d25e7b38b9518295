import { deflates } from '../deflate';
import { downloadText, safeFileName } from '../download';
import { encodePart } from '../link';
import type { RunState } from '../stores/run_state';
import { raceStep } from '../stores/run_state';
import { sharedResultOf } from './make_shared';
import { MOST_POINTS } from './shared_result';

/** The longest link to a result, in characters: mail and chat programs cut longer ones. */
export const LONGEST_LINK = 16_384;

/** HTML that shows the result of a link on another page. */
export function embedCode(hash: string): string {
  const address = `${location.origin}${location.pathname}?embed${hash}`;
  return `<iframe src="${address}" title="Unroll: loss curves" width="720" height="420" loading="lazy"></iframe>`;
}

/** Points of a line to try, until the link is short enough. */
const FEWER = [MOST_POINTS, 60, 40];

/** The hash of a link that holds the result of the race; null: no link of that length can hold it. */
export async function resultLink(run: RunState): Promise<string | null> {
  if (!deflates) return null;
  for (const points of FEWER) {
    const result = sharedResultOf(run, points);
    if (result === null) return null;
    const hash = await encodePart({ kind: 'result', value: result });
    if (hash !== null && hash.length <= LONGEST_LINK) return hash;
  }
  return null;
}

/** Lets the browser save the result of the race as a file that this page opens. */
export function downloadResult(run: RunState): void {
  const result = sharedResultOf(run);
  if (result === null) return;
  const name = safeFileName(`${result.name} step ${raceStep(run)}`);
  downloadText(`${name}.unroll-result`, JSON.stringify(result), 'application/json');
}
