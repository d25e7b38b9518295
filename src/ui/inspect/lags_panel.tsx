import type { LagsView } from '../../models/view';
import { LagsChart } from './lags_chart';
import { SideBySide } from './side_by_side';
import './board.css';

/** Charts against lag, side by side. */
export function LagsPanel({ views, place, room }: { views: readonly LagsView[]; place: number; room: number }) {
  return (
    <section className="board-view">
      <SideBySide views={views} draw={view => <LagsChart view={view} place={place} room={room - 26} />} />
    </section>
  );
}
