import type { Field } from '../../field';
import { numberAt } from '../defaults';
import { NumberField } from './number_field';

type Values = Readonly<Record<string, unknown>>;

interface Props {
  /** Whose fields they are: another owner's begin afresh, with nothing half typed. */
  readonly owner: string;
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly defaults: Values;
  /** A key and its new number; null: none. */
  readonly onChange: (change: Readonly<Record<string, number | null>>) => void;
}

/** The numbers of a task or a block, each with its default. */
export function FieldList({ owner, fields, values, defaults, onChange }: Props) {
  return fields.map(field => (
    <NumberField
      key={`${owner}-${field.key}`}
      label={field.label}
      help={field.help}
      unit={field.unit}
      min={field.min}
      max={field.max}
      options={field.options}
      whole={Number.isInteger(field.step)}
      value={numberAt(values, field)}
      byDefault={numberAt(defaults, field)}
      absent={field.absent}
      onClear={() => onChange({ [field.key]: null })}
      onChange={value => onChange({ [field.key]: value })}
    />
  ));
}
