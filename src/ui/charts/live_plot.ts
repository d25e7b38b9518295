import { lazyPart } from '../kit/lazy_part';
import type { LivePlotProps } from './drawn_plot';

// What draws and what is touched are an eighth of the page's script. They load beside the rest, and the page appears without them.
const loading = import('./drawn_plot').then(({ DrawnPlot }) => DrawnPlot);
// A plot that is shown says that it could not be loaded.
loading.catch(() => {});

/** Growing lines, on a canvas. */
export const LivePlot = lazyPart<LivePlotProps>(() => loading, null);
