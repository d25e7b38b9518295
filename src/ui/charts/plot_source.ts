import { createContext, type RefObject, use, useEffect } from 'react';
import type { Axis, BaselineLevel, PlotBand, PlotLine } from './axis';
import type { PlotRow } from './bucket';

/** What a plot shows, without its size. */
export interface PlotSource {
  readonly rows: readonly PlotRow[];
  readonly lines: readonly PlotLine[];
  readonly bands: readonly PlotBand[];
  readonly baselines: readonly BaselineLevel[];
  readonly x: Axis;
  readonly y: Axis;
  /** A dot at every point, also of long lines. */
  readonly dots?: boolean;
}

/** Where a plot leaves what it shows, so that the frame around it can save a picture. */
export const PlotSourceContext = createContext<RefObject<PlotSource | null> | null>(null);

/** Leaves what this plot shows for the frame around it. */
export function useLeaveSource(source: PlotSource): void {
  const place = use(PlotSourceContext);
  useEffect(() => {
    if (place) place.current = source;
  });
}
