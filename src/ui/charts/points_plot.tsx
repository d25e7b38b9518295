import { useRef } from 'react';
import type { Plotted } from './drawing';
import { PlotPointer, type Pointed } from './plot_pointer';
import { type NamedPoint, placePoints } from './point_labels';
import { PointsSvg } from './points_svg';
import { usePlotFrame } from './use_plot_frame';
import './points_plot.css';

interface Props extends Pointed {
  readonly plot: Plotted;
  readonly words: (point: NamedPoint) => string;
  readonly onOpen: (name: string) => void;
}

/** Named points on axes, which can be pointed at, zoomed, and opened. */
export function PointsPlot({ plot: { points = [], x, y }, words, onOpen, ...pointed }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { frame, measure } = usePlotFrame(box, x, y);
  const inside = points.filter(point => within(point.x, x.domain) && within(point.y, y.domain));
  return (
    <div ref={box} className="points-box">
      {frame ? (
        <PlotPointer frame={frame} x={x} xs={inside.map(point => point.x).sort((a, b) => a - b)} {...pointed}>
          <PointsSvg
            frame={frame}
            points={placePoints(inside, frame, measure)}
            hints={inside.map(words)}
            onOpen={onOpen}
          />
        </PlotPointer>
      ) : null}
    </div>
  );
}

function within(value: number, [from, to]: readonly [number, number]): boolean {
  return value >= from && value <= to;
}
