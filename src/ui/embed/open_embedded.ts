import type { RunConfig } from '../../lab/config/config';
import { presets } from '../../lab/config/presets';
import { checkConfig, ownMaterial } from '../check';
import { decodeParts } from '../link';
import { readSharedResult, type SharedResult } from '../shared/shared_result';
import { chartOf, type EmbeddedChart, embeddedCharts } from './embedded';

/** What a frame shows. */
export type Embedded =
  | { readonly is: 'race'; readonly config: RunConfig; readonly chart: EmbeddedChart }
  | { readonly is: 'result'; readonly result: SharedResult; readonly chart: EmbeddedChart }
  /** Why it shows nothing. */
  | { readonly is: 'nothing'; readonly words: string };

/** What the address of a frame holds: a race, a preset, or a shared result; without one, the default race. Never throws. */
export async function openEmbedded({ search, hash }: Pick<Location, 'search' | 'hash'>): Promise<Embedded> {
  const chart = chartOf(search);
  if (!chart)
    return {
      is: 'nothing',
      words: `A frame shows one of these charts: ${embeddedCharts.join(', ')}. This link names another.`,
    };
  const [part] = await decodeParts(hash);
  switch (part?.kind) {
    case undefined:
    case 'none':
      return { is: 'race', config: presets[0].config, chart };
    case 'bad':
      return { is: 'nothing', words: `This link could not be read. ${part.reason}` };
    case 'race':
      return raceOf(part.config, chart);
    case 'preset': {
      const preset = presets.find(({ name }) => name === part.name);
      return preset
        ? raceOf(preset.config, chart)
        : { is: 'nothing', words: 'This link names a preset that the page does not know.' };
    }
    case 'result':
      if (chart === 'time' || chart === 'state')
        return { is: 'nothing', words: 'A shared result has no sampled tokens, so it has no chart of their cost.' };
      try {
        return { is: 'result', chart, result: readSharedResult(part.value) };
      } catch (error) {
        return {
          is: 'nothing',
          words: `This result could not be read. ${error instanceof Error ? error.message : ''}`,
        };
      }
    case 'experiment':
    case 'step':
    case 'inspect':
    case 'workspace':
      return { is: 'nothing', words: 'A frame shows a race or a result. This link opens something else.' };
    default:
      return part satisfies never;
  }
}

function raceOf(config: RunConfig, chart: EmbeddedChart): Embedded {
  const own = ownMaterial(config.task);
  if (own !== null)
    return { is: 'nothing', words: `This race learns its author’s own ${own}, which a link does not hold.` };
  const checked = checkConfig(config);
  return checked.ok ? { is: 'race', config, chart } : { is: 'nothing', words: checked.message };
}
