import { type InspectionState, useInspection } from '../stores/inspection';

/** The index of the chosen token, by default the last; -1 if nothing is shown. */
export function chosenIn({ wanted, shown }: InspectionState): number {
  const last = (shown?.inspection.glyphs.length ?? 0) - 1;
  return Math.min(wanted.position ?? last, last);
}

export function useChosen(): number {
  return useInspection(chosenIn);
}

/** The token under the pointer, or the chosen one if there is none. */
export function useLookedAt(): number {
  return useInspection(state => state.pointed ?? chosenIn(state));
}
