import type { ReactNode } from 'react';
import { middleOf, type TokenAxis, widthOf } from './token_axis';
import { heightOf, type ValueAxis } from './value_axis';
import { ValueGrid } from './value_ticks';
import './board.css';

interface Props {
  readonly axis: TokenAxis;
  readonly values: ArrayLike<number>;
  readonly valueAxis: ValueAxis;
  /** Drawn behind the bars. */
  readonly children?: ReactNode;
}

/** A bar for each token that has a value. */
export function Bars({ axis, values, valueAxis, children }: Props) {
  const { height } = valueAxis;
  const width = Math.max(4, Math.round(axis.cell * 0.6));
  return (
    <svg className="board-drawing" width={widthOf(axis)} height={height} aria-hidden="true">
      <ValueGrid axis={valueAxis} width={widthOf(axis)} />
      {children}
      {Array.from({ length: axis.length }, (_, token) => {
        const value = values[token] ?? Number.NaN;
        if (!Number.isFinite(value)) return null;
        const top = heightOf(valueAxis, value);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its token
            key={token}
            x={middleOf(axis, token) - width / 2}
            y={top}
            width={width}
            height={height - top}
            fill="var(--contender)"
          />
        );
      })}
      <line x1={0} x2={widthOf(axis)} y1={height - 0.5} y2={height - 0.5} stroke="var(--line-strong)" />
    </svg>
  );
}
