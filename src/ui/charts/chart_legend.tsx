import type { ReactNode } from 'react';
import { Button } from '../kit/button';
import { Swatch } from '../kit/swatch';
import { afterSolo, afterToggle, type HiddenLines } from './hidden_lines';
import './legend.css';

export interface LegendItem {
  readonly slot: number;
  readonly name: string;
  readonly value: string;
  /** Told while the item is pointed at. */
  readonly onPoint?: (over: boolean) => void;
}

interface Props {
  readonly items: readonly LegendItem[];
  readonly lines: HiddenLines;
  /** Stands at the end. */
  readonly children?: ReactNode;
}

/** The lines with their latest values. A press hides a line; a double click, or Alt with a press, shows it alone. */
export function ChartLegend({ items, lines: { hidden, set }, children }: Props) {
  const slots = items.map(({ slot }) => slot);
  const gone = hidden.filter(slot => slots.includes(slot));
  return (
    <ul className="legend wrap">
      {items.map(({ slot, name, value, onPoint }) => {
        const alone = () => set(afterSolo(gone, slot, slots));
        return (
          <li key={slot} className={gone.includes(slot) ? 'hidden-line' : undefined}>
            <Swatch slot={slot} />
            <button
              type="button"
              className="button quiet tiny legend-name short-name cut"
              title={`${name}: press to hide or show its line. Double click, or Alt + Enter, shows it alone.`}
              aria-label={`Line of ${name}`}
              aria-pressed={!gone.includes(slot)}
              onClick={({ altKey }) => (altKey ? alone() : set(afterToggle(gone, slot, slots)))}
              onDoubleClick={alone}
              onKeyDown={event => {
                if (event.key !== 'Enter' || !event.altKey) return;
                event.preventDefault();
                alone();
              }}
              onPointerEnter={() => onPoint?.(true)}
              onPointerLeave={() => onPoint?.(false)}
              onFocus={() => onPoint?.(true)}
              onBlur={() => onPoint?.(false)}
            >
              {name}
            </button>
            <span className="number legend-value muted">{value}</span>
          </li>
        );
      })}
      {gone.length > 0 ? (
        <li>
          <Button tiny quiet label="Show all lines" onClick={() => set([])} />
        </li>
      ) : null}
      {children ? <li className="legend-end">{children}</li> : null}
    </ul>
  );
}
