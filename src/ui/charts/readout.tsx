import { Swatch } from '../kit/swatch';
import './readout.css';

interface Value {
  /** Absent: there is nothing to tell apart. */
  readonly slot?: number;
  readonly name: string;
  readonly text: string;
}

/** The values of all lines at one x, or of one bar. */
export interface Reading {
  readonly title: string;
  readonly values: readonly Value[];
}

export function Readout({ title, values }: Reading) {
  return (
    <div className="readout">
      <p className="muted">{title}</p>
      <ul>
        {values.map(({ slot, name, text }) => (
          <li key={name}>
            {slot === undefined ? null : <Swatch slot={slot} />} <span>{name}</span>{' '}
            <span className="number readout-value">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
