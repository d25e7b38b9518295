import { ToggleGroup } from 'radix-ui';
import './toggles.css';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A choice from a few options, all visible. */
export function Toggles<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className="toggles"
      aria-label={label}
      value={value}
      onValueChange={chosen => {
        const option = options.find(o => o.value === chosen);
        if (option) onChange(option.value);
      }}
    >
      {options.map(option => (
        <ToggleGroup.Item key={option.value} value={option.value} className="toggle muted">
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
