import type { ReactNode } from 'react';
import './board_head.css';
import './side_by_side.css';

interface Props<V> {
  readonly views: readonly V[];
  readonly draw: (view: V) => ReactNode;
  readonly children?: ReactNode;
}

/** Drawings side by side that do not follow the token axis. A help text that they share stands once above them. */
export function SideBySide<V extends { readonly key: string; readonly help: string }>({
  views,
  draw,
  children,
}: Props<V>) {
  const shared = new Set(views.map(({ help }) => help)).size === 1;
  return (
    <div className="board-head row wrap board-maps">
      {shared ? <p className="board-help muted small">{views[0]?.help}</p> : null}
      {views.map(view => (
        <div key={view.key} className="board-map">
          {draw(view)}
          {shared ? null : <p className="muted small">{view.help}</p>}
        </div>
      ))}
      {children}
    </div>
  );
}
