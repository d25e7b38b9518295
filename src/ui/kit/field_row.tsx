import type { ReactNode } from 'react';
import { FieldError } from './field_error';
import { Hint } from './hint';
import { IconButton } from './icon_button';
import './field_row.css';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly unit?: string | undefined;
  readonly help: string;
  readonly error?: string | null;
  /** Absent: there is no default to go back to. */
  readonly onReset?: (() => void) | undefined;
  readonly isDefault?: boolean;
  readonly children: ReactNode;
}

/** A label with its unit and a tooltip, a control, and a button that restores the default. */
export function FieldRow({ id, label, unit, help, error, onReset, isDefault, children }: Props) {
  return (
    <div className="field">
      <Hint text={help} side="right">
        <label htmlFor={id}>
          {label}
          {unit ? <span className="unit"> · {unit}</span> : null}
        </label>
      </Hint>
      {children}
      {onReset ? (
        <IconButton
          icon="reset"
          tiny
          label={`Reset ${label} to its default`}
          className={isDefault ? 'hidden-but-there' : ''}
          onClick={onReset}
        />
      ) : (
        <span />
      )}
      <span id={`${id}-help`} className="sr-only">
        {help}
      </span>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}
