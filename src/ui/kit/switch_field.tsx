import { Switch } from 'radix-ui';
import { useId } from 'react';
import { FieldRow } from './field_row';
import './switch_field.css';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly byDefault?: boolean;
}

export function SwitchField({ label, help, value, onChange, byDefault }: Props) {
  const id = useId();
  const restore = byDefault === undefined ? undefined : () => onChange(byDefault);
  return (
    <FieldRow id={id} label={label} help={help} onReset={restore} isDefault={value === byDefault}>
      <Switch.Root
        id={id}
        className="switch"
        checked={value}
        onCheckedChange={onChange}
        aria-describedby={`${id}-help`}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </FieldRow>
  );
}
