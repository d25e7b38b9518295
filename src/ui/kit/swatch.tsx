import { contenderColour, contenderDash } from '../colours';

/** A contender's line, as its curves are drawn. */
export function Swatch({ slot }: { slot: number }) {
  return (
    <svg className="swatch" width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
      <line
        x1="1"
        x2="19"
        y1="5"
        y2="5"
        stroke={contenderColour(slot)}
        strokeWidth="3"
        strokeDasharray={contenderDash(slot)}
      />
    </svg>
  );
}
