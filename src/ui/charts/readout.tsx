import { Swatch } from '../kit/swatch';

/** All contenders' values at the x under the pointer. */
export function Readout({
  title,
  values,
}: {
  title: string;
  values: readonly { index: number; name: string; text: string }[];
}) {
  return (
    <div className="readout">
      <p className="readout-title">{title}</p>
      <ul>
        {values.map(({ index, name, text }) => (
          <li key={index}>
            <Swatch index={index} /> <span>{name}</span> <span className="number readout-value">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
