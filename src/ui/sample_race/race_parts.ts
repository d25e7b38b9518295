import { lazyPart } from '../kit/lazy_part';

/** Parts of the race of samples, which load with the first one. */
export const LaneTape = lazyPart(() => import('./lane_tape').then(part => part.LaneTape), null);
export const LanePosition = lazyPart(() => import('./lane_position').then(part => part.LanePosition), null);
export const OrderOfFinish = lazyPart(() => import('./order_of_finish').then(part => part.OrderOfFinish), null);
export const ReplayBar = lazyPart(() => import('./replay_bar').then(part => part.ReplayBar), null);
