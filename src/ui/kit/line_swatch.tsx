import './line_swatch.css';
/** A short piece of a line, for legends. `width` is in CSS pixels; `dash` is as in SVG. */
export function LineSwatch({ colour, width, dash }: { colour: string; width: number; dash: string | undefined }) {
  return (
    <svg className="swatch" width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
      <line x1="1" x2="19" y1="5" y2="5" stroke={colour} strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}
