let context: CanvasRenderingContext2D | null = null;
const known = new Map<string, number>();
/** Far more than the page shows at a time. */
const MOST_KNOWN = 2000;

/** Width of a text in CSS pixels. `font` is a CSS font. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`;
  const width = known.get(key);
  if (width !== undefined) return width;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 7;
  context.font = font;
  const measured = context.measureText(text).width;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, measured);
  return measured;
}
