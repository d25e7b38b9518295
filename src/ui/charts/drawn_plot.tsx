import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Plotted } from './drawing';
import { LiveCanvas } from './live_canvas';
import { plotFrame, TEXT_SIZE } from './plot_frame';
import { PlotPointer } from './plot_pointer';
import { extentOf } from './range';
import { rangeWords } from './range_words';
import type { Reading } from './readout';
import { textWidth } from './text_width';
import { useThemeColours } from './theme_colours';
import { useSize } from './use_size';
import './drawn_plot.css';

export interface LivePlotProps {
  readonly plot: Plotted;
  /** Charts of one group share the pointer and the unit of x. */
  readonly group: string;
  /** What the chart shows, in words for a screen reader. */
  readonly label: string;
  readonly read: (x: number) => Reading;
  /** Begins a note at the x that is pointed at. Absent: the chart has no marks. */
  readonly onMark?: (() => void) | undefined;
}

/** Growing lines, on a canvas. */
export function DrawnPlot({ plot, group, label, read, onMark }: LivePlotProps) {
  const { rows, x, y } = plot;
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<LiveCanvas | null>(null);
  const size = useSize(box);
  const colour = useThemeColours();
  const font = `${TEXT_SIZE}px ${colour('var(--sans)')}`;
  const measure = (text: string) => textWidth(text, font);
  const frame = size.width > 0 && size.height > 0 ? plotFrame(size, x, y, measure) : null;
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
      {frame ? (
        <PlotPointer
          frame={frame}
          xs={rows.map(row => row.x)}
          domain={x.domain}
          extent={x.extent ?? extentOf(x.domain, x.log, x.whole)}
          group={group}
          label={label}
          read={read}
          words={range => rangeWords(range, x)}
          onMark={onMark}
        />
      ) : null}
    </div>
  );
}
