import { muLawEncode } from './mu_law';
import { mixDown, resample } from './resample';
import { SAMPLE_RATE } from './sound_sources';
import { TaskError } from './task';
import type { Wave } from './wav';

/** Bounds of a visitor's own sound, in seconds; a longer one is cut. */
export const OWN_SOUND = { fewest: 1, most: 60 } as const;

/** A sound with no louder sample counts as silent. */
const SILENT = 0.005;
/** Loudest sample after scaling, so that quiet recordings use all levels. */
const LOUDEST = 0.9;

/** A recording as µ-law levels for training: mixed down, resampled, then `ownSoundLevels`. Throws TaskError. */
export function soundLevels({ rate, channels }: Wave): Uint8Array<ArrayBuffer> {
  const most = OWN_SOUND.most * rate;
  const kept = channels.map(channel => channel.subarray(0, most));
  return ownSoundLevels(resample(mixDown(kept), rate, SAMPLE_RATE));
}

/**
 * Mono samples at SAMPLE_RATE as µ-law levels for training: from their beginning, scaled to full loudness. Throws TaskError,
 * which names the fix, if they are too short or silent.
 */
function ownSoundLevels(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const kept = samples.subarray(0, OWN_SOUND.most * SAMPLE_RATE);
  const seconds = kept.length / SAMPLE_RATE;
  if (seconds < OWN_SOUND.fewest)
    throw new TaskError(
      `The sound lasts ${seconds.toFixed(1)} s; at least ${OWN_SOUND.fewest} s is needed. Use a longer one.`,
    );
  const peak = kept.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (!Number.isFinite(peak)) throw new TaskError('The sound holds samples that are not numbers; choose another file.');
  if (peak < SILENT)
    throw new TaskError(
      'The sound is silent. Check that the microphone is not muted and speak closer to it, or choose another file.',
    );
  return Uint8Array.from(kept, sample => muLawEncode((sample * LOUDEST) / peak));
}
