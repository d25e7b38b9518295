import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Plotted } from './drawing';
import { LiveCanvas } from './live_canvas';
import { PlotPointer, type Pointed } from './plot_pointer';
import { usePlotFrame } from './use_plot_frame';
import './drawn_plot.css';

export interface LivePlotProps extends Pointed {
  readonly plot: Plotted;
}

/** Growing lines, on a canvas. */
export function DrawnPlot({ plot, ...pointed }: LivePlotProps) {
  const { rows, x, y } = plot;
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<LiveCanvas | null>(null);
  const { size, frame, colour, font, measure } = usePlotFrame(box, x, y);
  useLayoutEffect(() => {
    if (!host.current || !frame) return;
    const drawing = { ...plot, frame, colour, font, measure };
    if (canvas.current) canvas.current.draw(drawing, size);
    else canvas.current = new LiveCanvas(host.current, drawing, size);
  });
  useEffect(
    () => () => {
      canvas.current?.destroy();
      canvas.current = null;
    },
    [],
  );
  return (
    <div className="live-plot" ref={box}>
      <div className="live-plot-canvas" ref={host} aria-hidden="true" />
      {frame ? <PlotPointer frame={frame} x={x} xs={rows.map(row => row.x)} {...pointed} /> : null}
    </div>
  );
}
