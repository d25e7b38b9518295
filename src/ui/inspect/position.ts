import { type InspectionState, useInspection } from '../stores/inspection';

/** The chosen token: the last, unless the visitor chose another. -1 where nothing is shown. */
export function chosenIn({ wanted, shown }: InspectionState): number {
  const last = (shown?.inspection.glyphs.length ?? 0) - 1;
  return Math.min(wanted.position ?? last, last);
}

/** The chosen token. */
export function useChosen(): number {
  return useInspection(chosenIn);
}

/** The token under the pointer, or else the chosen one. */
export function useLookedAt(): number {
  return useInspection(state => state.pointed ?? chosenIn(state));
}
