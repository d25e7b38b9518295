import { useMedia } from '../media';
import { printingStore, usePrinting } from '../stores/printing';
import { projectorStore, useProjector } from '../stores/projector';

const SMALL = '(max-width: 799px), (max-width: 1179px) and (pointer: coarse)';

/** Whether the settings and figures of the race lie in sheets, behind a bar at the lower edge: on phones and tablets. A print has none. */
export function useByHand(): boolean {
  const small = useMedia(SMALL);
  const projected = useProjector(state => state.on);
  const printed = usePrinting(state => state.on);
  return small && !projected && !printed;
}

/** Whether they lie in sheets now. */
export function isByHand(): boolean {
  return window.matchMedia(SMALL).matches && !projectorStore.getState().on && !printingStore.getState().on;
}
