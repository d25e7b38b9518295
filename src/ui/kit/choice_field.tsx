import type { Choice } from '../../field';
import { SelectField } from './select_field';

type Value = Choice['options'][number]['value'];

interface Props {
  readonly choice: Choice;
  readonly value: unknown;
  readonly byDefault: unknown;
  readonly onChange: (value: Value) => void;
}

/** A choice from a list of words or numbers. A value that is not in the list is shown, too. */
export function ChoiceField({ choice, value, byDefault, onChange }: Props) {
  const { label, help, options } = choice;
  const known = options.map(option => ({ value: String(option.value), label: option.label }));
  const shown = String(value);
  const foreign = known.some(option => option.value === shown) ? [] : [{ value: shown, label: shown }];
  const choose = (text: string) => {
    const option = options.find(candidate => String(candidate.value) === text);
    if (option) onChange(option.value);
  };
  return (
    <SelectField
      label={label}
      help={help}
      value={shown}
      byDefault={String(byDefault)}
      options={[...known, ...foreign]}
      onChange={choose}
    />
  );
}
