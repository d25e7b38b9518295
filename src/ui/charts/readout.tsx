import { Swatch } from '../kit/swatch';
import './readout.css';

/** The values of all lines at one x. */
export interface Reading {
  readonly title: string;
  readonly values: readonly { readonly slot: number; readonly name: string; readonly text: string }[];
}

export function Readout({ title, values }: Reading) {
  return (
    <div className="readout">
      <p className="muted">{title}</p>
      <ul>
        {values.map(({ slot, name, text }) => (
          <li key={name}>
            <Swatch slot={slot} /> <span>{name}</span> <span className="number readout-value">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
