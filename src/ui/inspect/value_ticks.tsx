import { heightOf, ticksOf, type ValueAxis } from './value_axis';
import './value_ticks.css';

/** The numbers of the axis, left of a row. */
export function ValueTicks({ axis }: { axis: ValueAxis }) {
  return ticksOf(axis).map(tick => (
    <span key={tick} className="value-tick muted number" style={{ top: heightOf(axis, tick) }}>
      {tick}
    </span>
  ));
}

/** Lines at the same heights, behind the drawing. */
export function ValueGrid({ axis, width }: { axis: ValueAxis; width: number }) {
  return ticksOf(axis).map(tick => {
    const y = heightOf(axis, tick);
    return <line key={tick} x1={0} x2={width} y1={y} y2={y} stroke="var(--grid)" />;
  });
}
