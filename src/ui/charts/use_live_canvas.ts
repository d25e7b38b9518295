import { useEffect, useState } from 'react';

// The library that draws is an eighth of the page's script. It loads beside the rest, and the page appears without it.
const loading = import('./live_canvas').then(
  ({ LiveCanvas }) => ({ LiveCanvas, error: null }),
  (error: unknown) => ({ LiveCanvas: null, error }),
);
type Loaded = Awaited<typeof loading>;

/** The canvas of live charts; null: it is still loading. Throws if it cannot be loaded. */
export function useLiveCanvas(): Loaded['LiveCanvas'] {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let gone = false;
    void loading.then(now => (gone ? undefined : setLoaded(now)));
    return () => {
      gone = true;
    };
  }, []);
  if (loaded?.error) throw new Error('The charts could not be loaded. Reload the page.', { cause: loaded.error });
  return loaded?.LiveCanvas ?? null;
}
