import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

/**
 * A part of the page that loads when it is first shown, so that the page opens sooner. `waiting` is shown meanwhile. If it cannot
 * be loaded, it says so and what to do. React's Suspense would hide a part that has loaded until `waiting` was there for 300 ms.
 */
export function lazyPart<P extends object = object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode = <p className="empty">Loading …</p>,
): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  let loading: Promise<ComponentType<P>> | undefined;
  return function LazyPart(props: P) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part) return;
      let gone = false;
      loading ??= load().catch(() => NotLoaded);
      void loading.then(part => {
        loaded = part;
        if (!gone) setPart(() => part);
      });
      return () => {
        gone = true;
      };
    }, [Part]);
    return Part ? <Part {...props} /> : waiting;
  };
}

function NotLoaded() {
  return <p className="empty">This part of the page could not be loaded. Reload the page.</p>;
}
