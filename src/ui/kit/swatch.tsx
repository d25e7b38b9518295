import { contenderColour, contenderDash } from '../colours';
import { LineSwatch } from './line_swatch';

/** A contender's line, as its curves are drawn. */
export function Swatch({ slot }: { slot: number }) {
  return <LineSwatch colour={contenderColour(slot)} width={3} dash={contenderDash(slot)} />;
}
