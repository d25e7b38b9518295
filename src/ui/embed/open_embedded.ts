import type { RunConfig } from '../../lab/config/config';
import { presets } from '../../lab/config/presets';
import { checkConfig, ownMaterial } from '../check';
import { decodeParts } from '../link';
import { readSharedResult, type SharedResult } from '../shared/shared_result';

/** What a frame shows. */
export type Embedded =
  | { readonly is: 'race'; readonly config: RunConfig }
  | { readonly is: 'result'; readonly result: SharedResult }
  /** Why it shows nothing. */
  | { readonly is: 'nothing'; readonly words: string };

/** What the link of a frame holds: a race, a preset, or a shared result; without a link, the default race. Never throws. */
export async function openEmbedded(hash: string): Promise<Embedded> {
  const [part] = await decodeParts(hash);
  switch (part?.kind) {
    case undefined:
    case 'none':
      return { is: 'race', config: presets[0].config };
    case 'bad':
      return { is: 'nothing', words: `This link could not be read. ${part.reason}` };
    case 'race':
      return raceOf(part.config);
    case 'preset': {
      const preset = presets.find(({ name }) => name === part.name);
      return preset
        ? raceOf(preset.config)
        : { is: 'nothing', words: 'This link names a preset that the page does not know.' };
    }
    case 'result':
      try {
        return { is: 'result', result: readSharedResult(part.value) };
      } catch (error) {
        return {
          is: 'nothing',
          words: `This result could not be read. ${error instanceof Error ? error.message : ''}`,
        };
      }
    case 'experiment':
    case 'step':
    case 'workspace':
      return { is: 'nothing', words: 'A frame shows a race or a result. This link opens something else.' };
    default:
      return part satisfies never;
  }
}

function raceOf(config: RunConfig): Embedded {
  const own = ownMaterial(config.task);
  if (own !== null)
    return { is: 'nothing', words: `This race learns its author’s own ${own}, which a link does not hold.` };
  const checked = checkConfig(config);
  return checked.ok ? { is: 'race', config } : { is: 'nothing', words: checked.message };
}
