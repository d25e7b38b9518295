import { useId } from 'react';
import { FieldRow } from './field_row';
import { type Option, Select } from './select';

interface Props<T extends string> {
  readonly label: string;
  readonly help: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly byDefault?: T;
}

export function SelectField<T extends string>({ label, help, value, options, onChange, byDefault }: Props<T>) {
  const id = useId();
  const restore = byDefault === undefined ? undefined : () => onChange(byDefault);
  return (
    <FieldRow id={id} label={label} help={help} onReset={restore} isDefault={value === byDefault}>
      <Select id={id} label={label} describedBy={`${id}-help`} value={value} options={options} onChange={onChange} />
    </FieldRow>
  );
}
