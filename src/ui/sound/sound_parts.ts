import { lazyPart } from '../kit/lazy_part';

/** The parts of the page that play and draw sound. They load with the first task of sound. */
export const SoundClip = lazyPart(() => import('./sound_clip').then(part => part.SoundClip));
export const SoundLane = lazyPart(() => import('./sound_lane').then(part => part.SoundLane));
export const OwnSound = lazyPart(() => import('./own_sound').then(part => part.OwnSound));
