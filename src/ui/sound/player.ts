import { create } from 'zustand';

/** A part of full scale. It is comfortable also if a model writes very loud sound. */
const VOLUME = 0.5;
/** Seconds in which a sound gets louder at its start and softer at its end, so that neither clicks. */
const FADE = 0.01;

interface Player {
  /** The id of the sound that is playing. */
  readonly playing: string | null;
  /** Why the last sound that the visitor asked for does not play. */
  readonly trouble: { readonly id: string; readonly message: string } | null;
}

const playerStore = create<Player>(() => ({ playing: null, trouble: null }));

export const usePlayer = playerStore;

let context: AudioContext | undefined;
let end: (() => void) | undefined;

/** Plays samples in [-1, 1], `rate` a second. Any other sound ends. */
export async function play(id: string, samples: Float32Array<ArrayBuffer>, rate: number): Promise<void> {
  stop();
  if (samples.length === 0) return;
  playerStore.setState({ playing: id, trouble: null });
  try {
    context ??= new AudioContext();
    await context.resume();
    if (playerStore.getState().playing !== id) return;
    end = start(context, samples, rate, () => {
      if (playerStore.getState().playing === id) playerStore.setState({ playing: null });
    });
  } catch {
    const message = 'This browser does not play sound here. Check that the page may play sound, then press Play again.';
    playerStore.setState({ playing: null, trouble: { id, message } });
  }
}

export function stop(): void {
  end?.();
  end = undefined;
  playerStore.setState({ playing: null });
}

/** Ends the sound that is playing if it has this id. */
export function stopIfOwn(id: string): void {
  if (playerStore.getState().playing === id) stop();
}

/** Starts the sound. Returns a function that ends it early. */
function start(audio: AudioContext, samples: Float32Array<ArrayBuffer>, rate: number, onEnded: () => void): () => void {
  const buffer = audio.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = audio.createBufferSource();
  source.buffer = buffer;
  const gain = audio.createGain();
  source.connect(gain).connect(audio.destination);
  const from = audio.currentTime;
  const until = from + samples.length / rate;
  const fade = Math.min(FADE, (until - from) / 2);
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(VOLUME, from + fade);
  gain.gain.setValueAtTime(VOLUME, until - fade);
  gain.gain.linearRampToValueAtTime(0, until);
  source.onended = onEnded;
  source.start(from);
  return () => {
    source.onended = null;
    const now = audio.currentTime;
    gain.gain.cancelScheduledValues(now);
    gain.gain.setTargetAtTime(0, now, FADE / 3);
    source.stop(now + 2 * FADE);
  };
}
