import type { RacingLane } from './lanes';
import { orderWords } from './order_words';

/** Who came first, and after what time. */
export function OrderOfFinish({ lanes }: { readonly lanes: readonly RacingLane[] }) {
  return <p className="small">{orderWords(lanes)}</p>;
}
