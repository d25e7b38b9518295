import { Swatch } from '../kit/swatch';

/** All contenders' values at the x under the pointer. */
export function Readout({
  title,
  values,
}: {
  title: string;
  values: readonly { slot: number; name: string; text: string }[];
}) {
  return (
    <div className="readout">
      <p className="readout-title">{title}</p>
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
