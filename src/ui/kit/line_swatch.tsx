import './line_swatch.css';
/** A piece of a line as a drawing has it: its colour, its width in pixels, and its dashes. */
export function LineSwatch({ colour, width, dash }: { colour: string; width: number; dash: string | undefined }) {
  return (
    <svg className="swatch" width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
      <line x1="1" x2="19" y1="5" y2="5" stroke={colour} strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}
