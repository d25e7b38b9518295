import { lazyPart } from '../kit/lazy_part';

/** The parts of the page that play and draw music. They load with the first task of music. */
export const EventClip = lazyPart(() => import('./event_clip').then(part => part.EventClip));
export const OwnMusic = lazyPart(() => import('./own_music').then(part => part.OwnMusic));
export const MusicLane = lazyPart(() => import('./music_lane').then(part => part.MusicLane));
