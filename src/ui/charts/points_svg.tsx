import { contenderColour } from '../colours';
import { type PlotFrame, TEXT_SIZE, TICK, TICK_GAP } from './plot_frame';
import { DOT, leaderOf, type PlacedPoint } from './point_labels';
import './points_svg.css';

interface Props {
  readonly frame: PlotFrame;
  readonly points: readonly PlacedPoint[];
  /** Of each point. */
  readonly hints: readonly string[];
  /** By pointer alone: whoever shows the points offers the same by keyboard. */
  readonly onOpen: (name: string) => void;
}

/** Named points on axes. */
export function PointsSvg({ frame, points, hints, onOpen }: Props) {
  return (
    <svg className="points-plot" width={frame.width} height={frame.height} aria-hidden="true">
      <Axes frame={frame} />
      {points.map((point, i) => {
        const { name, slot, x, y, label } = point;
        const leader = leaderOf(point);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the menu of the chart opens the same
          <g key={name} className="point" onClick={() => onOpen(name)}>
            <title>{hints[i]}</title>
            {leader ? <line x1={x} y1={y} x2={leader[0]} y2={leader[1]} stroke="var(--line-strong)" /> : null}
            <circle cx={x} cy={y} r={DOT} fill={contenderColour(slot)} />
            {label ? (
              <text x={label.x} y={label.y} dominantBaseline="central" fill="var(--ink)">
                {name}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

function Axes({ frame: { left, right, top, bottom, xTicks, yTicks, toX, toY } }: Pick<Props, 'frame'>) {
  return (
    <g className="point-axes">
      {yTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={left} x2={right} y1={toY(at)} y2={toY(at)} stroke="var(--grid)" />
          <text x={left - TICK - TICK_GAP} y={toY(at)} textAnchor="end" dominantBaseline="central">
            {label}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={toX(at)} x2={toX(at)} y1={bottom} y2={bottom + TICK} stroke="var(--line-strong)" />
          <text x={toX(at)} y={bottom + TICK + TICK_GAP + TEXT_SIZE - 1} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <path d={`M${left} ${top}V${bottom}H${right}`} fill="none" stroke="var(--line-strong)" />
    </g>
  );
}
