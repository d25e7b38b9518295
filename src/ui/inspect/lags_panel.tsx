import type { LagsView } from '../../models/view';
import { AcrossChart } from './across_chart';
import { SideBySide } from './side_by_side';
import { lagsSummary } from './words';
import './board.css';

const lags = { label: 'lag, tokens back', from: 0, word: 'lag' };

/** Functions of the distance between two tokens, side by side. `place`: of the block, from 1. */
export function LagsPanel({ views, place, room }: { views: readonly LagsView[]; place: number; room: number }) {
  return (
    <section className="board-view">
      <SideBySide
        views={views}
        draw={({ title, unit, series, ...view }) => (
          <AcrossChart
            title={title}
            unit={unit}
            series={series}
            across={lags}
            saved={`${title}, block ${place}`}
            summary={lagsSummary({ title, unit, series, ...view })}
            room={room - 26}
            widest={340}
          />
        )}
      />
    </section>
  );
}
