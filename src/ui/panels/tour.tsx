import { lazyPart } from '../kit/lazy_part';
import { useTour } from '../stores/tour';

const TourCard = lazyPart(() => import('../tour/tour_card').then(part => part.TourCard));

/** The guided tour, if it is open. */
export function Tour() {
  const open = useTour(state => state.open);
  return open ? <TourCard /> : null;
}
