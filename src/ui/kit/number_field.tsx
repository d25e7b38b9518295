import { useEffect, useId } from 'react';
import type { Field } from '../../field';
import { grouped } from '../format';
import { useTypedAcross } from '../sheets/use_state_across';
import { FieldRow } from './field_row';
import { numberOf, problemOf } from './read_number';
import { Select } from './select';

interface Props {
  /** Its own among the fields that lie in sheets; absent: the key of `field`. */
  readonly name?: string;
  readonly field: Field;
  /** NaN: none given. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Called when the field is emptied, if `field.absent` says what that means. */
  readonly onClear?: () => void;
  /** Absent: there is no default to go back to. */
  readonly byDefault?: number;
  /** Told when what stands in the field becomes wrong, and when it is right again or the field goes. The same function in every render. */
  readonly onWrong?: (field: Field, wrong: boolean) => void;
}

/** The choice of no number. */
const NONE = 'none';

/** A valid number is used at once. Other input stays as typed, with the reason below it and the number that is used meanwhile. */
export function NumberField({ name, field, value, onChange, onClear, byDefault, onWrong }: Props) {
  const { label, help, unit, absent, min, max, options } = field;
  const whole = !field.real;
  const id = useId();
  const [typed, setTyped] = useTypedAcross(name ?? field.key);
  const given = Number.isFinite(value);
  const clears = (text: string) => absent !== undefined && text.trim() === '';
  const error = typed === null || clears(typed) ? null : problemOf(typed, field);
  const wrong = error !== null;
  useEffect(() => {
    if (!wrong) return;
    onWrong?.(field, true);
    return () => onWrong?.(field, false);
  }, [wrong, field, onWrong]);
  const restore =
    byDefault === undefined
      ? undefined
      : () => {
          setTyped(null);
          if (Number.isFinite(byDefault)) onChange(byDefault);
          else onClear?.();
        };
  // Whoever is told of wrong numbers uses none.
  const kept = wrong && given && onWrong === undefined ? ` Until then ${grouped(value)} is used.` : '';
  const row = {
    id,
    label,
    unit,
    help,
    error: wrong ? error + kept : null,
    onReset: restore,
    isDefault: Object.is(value, byDefault) && !error,
  };
  if (options) {
    const values = options.includes(value) || !given ? options : [...options, value].sort((a, b) => a - b);
    const none = absent === undefined ? [] : [{ value: NONE, label: absent }];
    return (
      <FieldRow {...row}>
        <Select
          id={id}
          label={label}
          describedBy={`${id}-help`}
          value={given ? String(value) : NONE}
          options={[...none, ...values.map(v => ({ value: String(v), label: grouped(v) }))]}
          onChange={chosen => (chosen === NONE ? onClear?.() : onChange(Number(chosen)))}
        />
      </FieldRow>
    );
  }
  return (
    <FieldRow {...row}>
      <input
        id={id}
        className="input number"
        inputMode={whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        placeholder={absent}
        value={typed ?? (given ? String(value) : '')}
        aria-invalid={wrong}
        aria-describedby={error ? `${id}-error ${id}-help` : `${id}-help`}
        onChange={event => {
          const text = event.target.value;
          setTyped(text);
          if (clears(text)) onClear?.();
          else if (problemOf(text, field) === null) onChange(numberOf(text, field));
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && !error) setTyped(null);
          if (event.key === 'Escape') setTyped(null);
          if (whole && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
            event.preventDefault();
            setTyped(null);
            const from = given ? value : min;
            onChange(Math.min(max, Math.max(min, from + (event.key === 'ArrowUp' ? 1 : -1))));
          }
        }}
        onBlur={() => {
          if (!error) setTyped(null);
        }}
      />
    </FieldRow>
  );
}
