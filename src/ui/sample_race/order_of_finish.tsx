import type { RacingLane } from './lanes';
import { orderWords } from './order_words';
import './order_of_finish.css';

/** Who came first, and after what time. Where lanes need the room it is one line; places and times stand at the tapes. */
export function OrderOfFinish({ lanes }: { readonly lanes: readonly RacingLane[] }) {
  const words = orderWords(lanes);
  return (
    <p className="order small" title={words}>
      {words}
    </p>
  );
}
