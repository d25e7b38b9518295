import { useStore } from 'zustand';
import { Button } from '../kit/button';
import type { Axis } from './axis';
import { pointerOf } from './pointer';
import { partOf } from './range';
import { rangeWords } from './range_words';

/** Says which part of x a group of charts shows, and shows all again when pressed. Nothing while all is shown. */
export function ZoomChip({ group, x }: { group: string; x: Axis }) {
  const zoom = useStore(pointerOf(group), state => state.zoom);
  const shown = zoom && x.extent ? partOf(zoom, x.extent) : null;
  if (!shown) return null;
  return (
    <Button
      tiny
      quiet
      icon="close"
      label={rangeWords(shown, x)}
      title="Only this part is shown. Press, or double click the chart, to show all."
      aria-label={`Show all, not only ${rangeWords(shown, x)}`}
      onClick={() => pointerOf(group).setState({ zoom: null })}
    />
  );
}
