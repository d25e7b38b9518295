import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Axis, BaselineLevel, PlotBand, PlotLine } from './axis';
import type { PlotRow } from './bucket';
import type { LiveCanvas } from './live_canvas';
import { plotFrame, TEXT_SIZE } from './plot_frame';
import { PlotPointer } from './plot_pointer';
import { useLeaveSource } from './plot_source';
import type { Reading } from './readout';
import { textWidth } from './text_width';
import { useThemeColours } from './theme_colours';
import { useLiveCanvas } from './use_live_canvas';
import { useSize } from './use_size';
import './live_plot.css';

interface Props {
  readonly rows: readonly PlotRow[];
  readonly lines: readonly PlotLine[];
  readonly bands?: readonly PlotBand[];
  readonly x: Axis;
  readonly y: Axis;
  readonly baselines?: readonly BaselineLevel[];
  /** Charts of one group share the pointer and the unit of x. */
  readonly group: string;
  /** What the chart shows, in words for a screen reader. */
  readonly label: string;
  readonly read: (x: number) => Reading;
}

const noBands: readonly PlotBand[] = [];
const noBaselines: readonly BaselineLevel[] = [];

/** Growing lines, on a canvas. */
export function LivePlot({ rows, lines, bands = noBands, x, y, baselines = noBaselines, group, label, read }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<LiveCanvas | null>(null);
  useLeaveSource({ rows, lines, bands, baselines, x, y });
  const Canvas = useLiveCanvas();
  const size = useSize(host);
  const colour = useThemeColours();
  const font = `${TEXT_SIZE}px ${colour('var(--sans)')}`;
  const measure = (text: string) => textWidth(text, font);
  const frame = size.width > 0 && size.height > 0 ? plotFrame(size, x, y, measure) : null;
  useLayoutEffect(() => {
    if (!host.current || !frame || !Canvas) return;
    const drawing = { frame, rows, lines, bands, baselines, x, y, colour, font, measure };
    if (canvas.current) canvas.current.draw(drawing);
    else canvas.current = new Canvas(host.current, drawing);
  });
  useEffect(
    () => () => {
      canvas.current?.destroy();
      canvas.current = null;
    },
    [],
  );
  return (
    <div className="live-plot">
      <div className="live-plot-canvas" ref={host} aria-hidden="true" />
      {frame ? (
        <PlotPointer
          frame={frame}
          xs={rows.map(row => row.x)}
          domain={x.domain}
          group={group}
          label={label}
          read={read}
        />
      ) : null}
    </div>
  );
}
