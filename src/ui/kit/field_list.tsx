import type { Setting } from '../../field';
import { applies, numberAt } from '../defaults';
import { ChoiceField } from './choice_field';
import { NumberField } from './number_field';
import { SwitchField } from './switch_field';

type Values = Readonly<Record<string, unknown>>;

interface Props {
  /** What the fields belong to. When the owner changes, half-typed values are dropped. */
  readonly owner: string;
  readonly fields: readonly Setting[];
  readonly values: Values;
  readonly defaults: Values;
  /** Receives a key with its new value; null: the number was removed. */
  readonly onChange: (change: Readonly<Record<string, number | string | boolean | null>>) => void;
}

/** The fields that apply to these values, each with its default. */
export function FieldList({ owner, fields, values, defaults, onChange }: Props) {
  return fields
    .filter(field => applies(field, values))
    .map(field => {
      const key = `${owner}-${field.key}`;
      const change = (value: number | string | boolean | null) => onChange({ [field.key]: value });
      if ('min' in field)
        return (
          <NumberField
            key={key}
            name={key}
            field={field}
            value={numberAt(values, field)}
            byDefault={numberAt(defaults, field)}
            onClear={() => change(null)}
            onChange={change}
          />
        );
      if ('options' in field)
        return (
          <ChoiceField
            key={key}
            choice={field}
            value={values[field.key]}
            byDefault={defaults[field.key]}
            onChange={change}
          />
        );
      return (
        <SwitchField
          key={key}
          label={field.label}
          help={field.help}
          value={Boolean(values[field.key])}
          byDefault={Boolean(defaults[field.key])}
          onChange={change}
        />
      );
    });
}
