import { useId } from 'react';
import { FieldRow } from '../kit/field_row';
import { Handover, useStateAcross } from '../sheets/use_state_across';
import type { Range } from './range';
import './option_fields.css';

interface Props {
  /** Null: as the data need. */
  readonly range: Range | null;
  /** What the chart shows now. */
  readonly shown: Range;
  /** Shares from 0 to 1 are written in per cent. */
  readonly percent: boolean;
  readonly onChange: (range: Range | null) => void;
}

const typedEnds = new Handover<readonly [string, string]>();

/** Two fields that fix the ends of y. Empty ones let the data choose. */
export function RangeField({ range, shown, percent, onChange }: Props) {
  const id = useId();
  const unit = percent ? 100 : 1;
  const [typed, setTyped] = useStateAcross<readonly [string, string]>(
    typedEnds,
    'ends of y',
    range ? [written(range[0] * unit), written(range[1] * unit)] : ['', ''],
  );
  const error = problem(typed);
  const take = (next: readonly [string, string]) => {
    setTyped(next);
    if (next.every(text => text.trim() === '')) onChange(null);
    else if (problem(next) === null) onChange([Number(next[0]) / unit, Number(next[1]) / unit]);
  };
  const ends = ['From', 'To'] as const;
  return (
    <FieldRow
      id={id}
      label="Ends of y"
      unit={percent ? '%' : undefined}
      help="Two numbers fix the axis. Empty fields fit it to what is shown."
      error={error}
      onReset={() => take(['', ''])}
      isDefault={range === null && error === null}
    >
      <div className="range-ends">
        {ends.map((end, i) => (
          <input
            key={end}
            id={i === 0 ? id : undefined}
            className="input number"
            inputMode="decimal"
            autoComplete="off"
            aria-label={`Ends of y, ${end.toLowerCase()}`}
            aria-invalid={error !== null}
            aria-describedby={error === null ? `${id}-help` : `${id}-error ${id}-help`}
            placeholder={written((shown[i] ?? 0) * unit)}
            value={typed[i]}
            onChange={({ target }) => take(i === 0 ? [target.value, typed[1]] : [typed[0], target.value])}
          />
        ))}
      </div>
    </FieldRow>
  );
}

function written(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '';
}

function problem(typed: readonly [string, string]): string | null {
  if (typed.every(text => text.trim() === '')) return null;
  const [from, to] = typed.map(text => (text.trim() === '' ? Number.NaN : Number(text)));
  if (from === undefined || to === undefined || !Number.isFinite(from) || !Number.isFinite(to))
    return 'Enter two numbers, or none.';
  return from < to ? null : 'The first end must be less than the second.';
}
