import type { PlotBand } from './axis';
import { type Drawing, valuesOf } from './drawing';
import { mergedLevels, type PlacedLabel, placeLabels } from './label_layout';
import { Occupancy } from './occupancy';
import { placeMarks } from './place_marks';

/** Draws what lies below the curves: bands and the lines of baselines. The context is in CSS pixels. */
export function drawBelow(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { frame, bands, baselines, colour } = drawing;
  context.beginPath();
  context.rect(frame.left, frame.top - 1, frame.right - frame.left, frame.bottom - frame.top + 2);
  context.clip();
  for (const band of bands) fillBand(context, drawing, band);
  context.globalAlpha = 1;
  context.strokeStyle = colour('var(--line-strong)');
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  for (const { y } of baselines) {
    const at = Math.round(frame.toY(y)) + 0.5;
    context.beginPath();
    context.moveTo(frame.left, at);
    context.lineTo(frame.right, at);
    context.stroke();
  }
}

/** Opacity of a mark that is not at one x. */
export const SPAN = 0.05;

/** Draws the marks, and their words in the colour of other words. */
function drawMarks(context: CanvasRenderingContext2D, { frame, marks = [], colour, measure, font }: Drawing): void {
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { start, end, left, top, bottom, words } of placeMarks(marks, frame, measure)) {
    context.globalAlpha = SPAN;
    context.fillStyle = colour('var(--ink)');
    context.fillRect(start, frame.top, end - start, frame.bottom - frame.top);
    context.globalAlpha = 1;
    context.strokeStyle = colour('var(--ink)');
    context.lineWidth = 1;
    context.setLineDash([1, 2]);
    context.beginPath();
    for (const at of [start, end]) {
      context.moveTo(at, frame.top);
      context.lineTo(at, frame.bottom);
    }
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 3;
    context.strokeStyle = colour('var(--panel)');
    context.strokeText(words, left, (top + bottom) / 2);
    context.fillText(words, left, (top + bottom) / 2);
  }
}

/** Opacity of a band. */
export const BAND = 0.18;

/** The lower and the upper edge of a band at each x, in CSS pixels. */
export function bandEdges({ frame, rows, y }: Pick<Drawing, 'frame' | 'rows' | 'y'>, { key }: PlotBand) {
  // A logarithmic axis has no place for 0: there the band ends at the bottom.
  const floor = y.log ? y.domain[0] : Number.NEGATIVE_INFINITY;
  const place = (value: number) => frame.toY(Math.max(value, floor));
  return rows.flatMap(({ x, values }) => {
    const low = values[`${key}-low`];
    const high = values[`${key}-high`];
    return low == null || high == null ? [] : [{ x: frame.toX(x), low: place(low), high: place(high) }];
  });
}

function fillBand(context: CanvasRenderingContext2D, drawing: Drawing, band: PlotBand): void {
  const edges = bandEdges(drawing, band);
  context.globalAlpha = BAND;
  context.fillStyle = drawing.colour(band.colour);
  context.beginPath();
  for (const { x, high } of edges) context.lineTo(x, high);
  for (const { x, low } of edges.toReversed()) context.lineTo(x, low);
  context.fill();
}

/** Draws the marks and the names of baselines above the curves, each with a rim of the panel's colour. Returns their places. */
export function drawAbove(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  before: readonly PlacedLabel[],
): PlacedLabel[] {
  const { colour, font } = drawing;
  drawMarks(context, drawing);
  const labels = placedLabels(drawing, before);
  if (labels.length === 0) return [];
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = colour('var(--panel)');
  context.fillStyle = colour('var(--muted)');
  for (const { name, left, top, bottom } of labels) {
    context.strokeText(name, left, (top + bottom) / 2);
    context.fillText(name, left, (top + bottom) / 2);
  }
  return labels;
}

/** The places of the names of baselines, where no curve passes. `before` is the layout of the last picture. */
export function placedLabels(drawing: Drawing, before: readonly PlacedLabel[]): PlacedLabel[] {
  const { frame, baselines, measure } = drawing;
  if (baselines.length === 0) return [];
  const levels = mergedLevels(baselines.map(({ name, y }) => ({ name, y: frame.toY(y) })));
  return placeLabels(levels, frame, measure, occupied(drawing), before);
}

function occupied(drawing: Drawing): Occupancy {
  const { frame, rows, lines } = drawing;
  const xs = rows.map(({ x }) => frame.toX(x));
  const curves = new Occupancy(frame.width, frame.height);
  for (const { key } of lines) {
    let x0 = Number.NaN;
    let y0 = Number.NaN;
    valuesOf(drawing, key).forEach((value, i) => {
      if (value === null) return;
      const x1 = xs[i] ?? 0;
      const y1 = frame.toY(value);
      curves.add(Number.isNaN(x0) ? x1 : x0, Number.isNaN(y0) ? y1 : y0, x1, y1);
      x0 = x1;
      y0 = y1;
    });
  }
  return curves;
}
