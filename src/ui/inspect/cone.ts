/** Tokens that the output and then every block below it, from the last to the first, can see; each at least those before. */
export function coneWidths(fields: readonly (number | null)[]): readonly number[] {
  const widths = [1];
  for (const field of fields.toReversed()) widths.push((widths.at(-1) ?? 1) + (field ?? 1) - 1);
  return widths;
}

/** The corners of the cone from all that is seen at y = 0 to one token at y = `height`, as points of an SVG polygon. */
export function conePoints(widths: readonly number[], token: number, cell: number, height: number): string {
  const level = height / Math.max(1, widths.length - 1);
  const right = (token + 1) * cell;
  const left = widths.map((width, i) => `${Math.max(0, token - width + 1) * cell},${height - i * level}`);
  return [...left, `${right},0`, `${right},${height}`].join(' ');
}
