/** Widths of the cone in tokens, from the output down: 1, then what the output sees through the last block, the last two, and so on. */
export function coneWidths(fields: readonly (number | null)[]): readonly number[] {
  const widths = [1];
  for (const field of fields.toReversed()) widths.push((widths.at(-1) ?? 1) + (field ?? 1) - 1);
  return widths;
}

/** The cone as points of an SVG polygon, in CSS pixels: all tokens it sees at y = 0, its one `token` at y = `height`. */
export function conePoints(widths: readonly number[], token: number, cell: number, height: number): string {
  const level = height / Math.max(1, widths.length - 1);
  const right = (token + 1) * cell;
  const left = widths.map((width, i) => `${Math.max(0, token - width + 1) * cell},${height - i * level}`);
  return [...left, `${right},0`, `${right},${height}`].join(' ');
}
