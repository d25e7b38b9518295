import './slider.css';

interface Props {
  readonly label: string;
  /** The value in words. */
  readonly words: string;
  /** The values are whole numbers from 0 to this. */
  readonly most: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number to choose by dragging. */
export function Slider({ label, words, most, value, onChange }: Props) {
  return (
    <input
      type="range"
      className="slider"
      min={0}
      max={most}
      step={1}
      value={value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
      style={{ '--filled': `${(100 * value) / most}%` }}
      aria-label={label}
      aria-valuetext={words}
    />
  );
}
