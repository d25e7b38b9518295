import { cut } from '../pictures/look';
import { type Box, overlap } from './boxes';
import type { PlotMark } from './marks';
import type { PlotFrame } from './plot_frame';

/** A mark with the place of its words, in CSS pixels. */
export interface PlacedMark extends Box {
  /** The ends of the mark itself. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const HEIGHT = 14;
const AIR = 3;
/** The longest words beside a mark, in CSS pixels. */
const LONGEST = 140;

/** The shown marks: with their words where there is room beside them, else with their numbers, by which they are listed. */
export function placeMarks(
  marks: readonly PlotMark[],
  { left, right, top, toX }: Pick<PlotFrame, 'left' | 'right' | 'top' | 'toX'>,
  measure: (text: string) => number,
): PlacedMark[] {
  const placed: PlacedMark[] = [];
  const at = marks.map(mark => ({ mark, start: toX(mark.from), end: toX(mark.to) }));
  const shown = at.filter(({ start, end }) => end >= left - 0.5 && start <= right + 0.5);
  shown.forEach(({ mark: { number, text }, start, end }, i) => {
    const next = shown[i + 1]?.start ?? right;
    const options = [cut(`${number} ${text}`, LONGEST, measure), String(number)];
    const from = Math.max(left, start) + AIR;
    const fits = (words: string) => from + measure(words) <= Math.min(right, next - AIR);
    const words = options.find(fits) ?? String(number);
    const width = measure(words);
    const box = { left: from, right: from + width, top, bottom: top + HEIGHT };
    // Of marks that lie on each other, the words of the first are read.
    const hidden = placed.some(other => other.words !== '' && overlap(box, other, 1));
    placed.push({ ...box, start: Math.max(left, start), end: Math.min(right, end), words: hidden ? '' : words });
  });
  return placed;
}
