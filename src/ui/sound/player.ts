import { create } from 'zustand';

/** Of full scale: comfortable, whatever a model writes. */
const VOLUME = 0.5;
/** Seconds of rise and fall, so that neither end clicks. */
const FADE = 0.01;

interface Player {
  /** What is heard, under the name its button gave it. */
  readonly playing: string | null;
  /** Why what was asked for last cannot be heard. */
  readonly trouble: { readonly id: string; readonly message: string } | null;
}

const playerStore = create<Player>(() => ({ playing: null, trouble: null }));

export const usePlayer = playerStore;

let context: AudioContext | undefined;
let end: (() => void) | undefined;

/** Plays samples in [-1, 1]; whatever else is heard ends. */
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

/** Ends what is heard if it has this name. */
export function stopIfOwn(id: string): void {
  if (playerStore.getState().playing === id) stop();
}

/** Returns what ends it early. */
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
