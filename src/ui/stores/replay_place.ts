/**
 * The place of a slider with places from 0 to `most`, for a time of a replay. Only the start has the first and only the end the last,
 * since a slider that stands there already tells nothing when the key for that end is pressed.
 */
export function replayPlace(time: number, length: number, most: number): number {
  if (time <= 0) return 0;
  if (time >= length) return most;
  return Math.min(most - 1, Math.max(1, Math.round((most * time) / length)));
}
