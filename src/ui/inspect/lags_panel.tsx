import type { LagsView } from '../../models/view';
import { LagsChart } from './lags_chart';

/** Charts against lag, side by side. */
export function LagsPanel({ views, room }: { views: readonly LagsView[]; room: number }) {
  const helps = [...new Set(views.map(({ help }) => help))];
  return (
    <section className="board-view board-head board-maps">
      {helps.map(help => (
        <p key={help} className="board-help muted small">
          {help}
        </p>
      ))}
      {views.map(view => (
        <LagsChart key={view.key} view={view} room={room - 26} />
      ))}
    </section>
  );
}
