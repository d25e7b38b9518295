import { useMedia } from '../media';
import { usePrinting } from '../stores/printing';
import { useProjector } from '../stores/projector';

/** Whether the settings and figures of the race lie in sheets, behind a bar at the lower edge: on phones and tablets. A print has none. */
export function useByHand(): boolean {
  const small = useMedia('(max-width: 799px), (max-width: 1179px) and (pointer: coarse)');
  const projected = useProjector(state => state.on);
  const printed = usePrinting(state => state.on);
  return small && !projected && !printed;
}
