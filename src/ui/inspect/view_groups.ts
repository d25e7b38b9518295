import type { BlockView, LagsView, LinesView, MatrixView, RowsView } from '../../models/view';

/** One view over the tokens, or neighbouring views that do not follow the token axis and stand side by side. */
export type Group =
  | { readonly kind: 'lines'; readonly view: LinesView }
  | { readonly kind: 'rows'; readonly view: RowsView }
  | { readonly kind: 'matrix'; readonly views: MatrixView[] }
  | { readonly kind: 'lags'; readonly views: LagsView[] };

/** The views in groups, in the same order. */
export function grouped(views: readonly BlockView[]): readonly Group[] {
  const groups: Group[] = [];
  for (const view of views) {
    const last = groups.at(-1);
    if (view.kind === 'matrix') {
      if (last?.kind === 'matrix') last.views.push(view);
      else groups.push({ kind: 'matrix', views: [view] });
    } else if (view.kind === 'lags') {
      if (last?.kind === 'lags') last.views.push(view);
      else groups.push({ kind: 'lags', views: [view] });
    } else if (view.kind === 'lines') groups.push({ kind: 'lines', view });
    else groups.push({ kind: 'rows', view });
  }
  return groups;
}
