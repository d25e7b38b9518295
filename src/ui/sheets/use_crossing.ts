import { useCallback, useContext, useState } from 'react';
import { SheetAround } from './around';
import { isByHand } from './use_by_hand';

/**
 * Whether the window has crossed from the layout of a large screen to that of a small one, or back, since this part was built. Then
 * React builds it anew, in a sheet or beside the charts. The function stays the same.
 */
export function useCrossing(): () => boolean {
  const sheet = useContext(SheetAround);
  const [bornByHand] = useState(isByHand);
  return useCallback(() => sheet !== null && isByHand() !== bornByHand, [sheet, bornByHand]);
}
