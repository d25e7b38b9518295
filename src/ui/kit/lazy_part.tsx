import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

/**
 * A part of the page that loads when it is first shown, so that the page opens sooner. `waiting` is shown meanwhile. If it cannot
 * be loaded, it says so and what to do.
 */
export function lazyPart(
  load: () => Promise<ComponentType>,
  waiting: ReactNode = <p className="empty">Loading …</p>,
): ComponentType {
  const Part = lazy(() =>
    load().then(
      loaded => ({ default: loaded }),
      () => ({ default: NotLoaded }),
    ),
  );
  return function LazyPart() {
    return (
      <Suspense fallback={waiting}>
        <Part />
      </Suspense>
    );
  };
}

function NotLoaded() {
  return <p className="empty">This part of the page could not be loaded. Reload the page.</p>;
}
