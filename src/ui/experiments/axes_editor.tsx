import { useId, useState } from 'react';
import { type SweepableSetting, settingLabel } from '../../lab/config/swept_settings';
import type { SweepAxis } from '../../lab/config/variants';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { IconButton } from '../kit/icon_button';
import { Select } from '../kit/select';
import { readValues } from './axes';
import './axes_editor.css';

interface Props {
  readonly axes: readonly SweepAxis[];
  /** What can be swept. */
  readonly settings: readonly SweepableSetting[];
  readonly onChange: (axes: readonly SweepAxis[]) => void;
}

/** One or two settings with the values that a sweep tries. */
export function AxesEditor({ axes, settings, onChange }: Props) {
  const free = settings.find(({ setting }) => axes.every(axis => axis.setting !== setting));
  return (
    <fieldset className="axes">
      <legend>Swept settings</legend>
      {axes.map((axis, place) => (
        <AxisRow
          key={axis.setting}
          label={place === 0 ? 'Across' : 'Down'}
          axis={axis}
          settings={settings.filter(
            ({ setting }) => setting === axis.setting || axes.every(other => other.setting !== setting),
          )}
          onChange={changed => onChange(axes.with(place, changed))}
          {...(axes.length > 1 && { onRemove: () => onChange(axes.toSpliced(place, 1)) })}
        />
      ))}
      {axes.length < 2 && free ? (
        <Button
          tiny
          quiet
          icon="plus"
          label="Second setting"
          onClick={() => onChange([...axes, { setting: free.setting, values: free.usual }])}
        />
      ) : null}
    </fieldset>
  );
}

interface RowProps {
  readonly label: string;
  readonly axis: SweepAxis;
  readonly settings: readonly SweepableSetting[];
  readonly onChange: (axis: SweepAxis) => void;
  readonly onRemove?: () => void;
}

/** Valid values are used at once. Other input stays as typed, with the reason below it and the values that are used meanwhile. */
function AxisRow({ label, axis, settings, onChange, onRemove }: RowProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const known = settings.find(({ setting }) => setting === axis.setting);
  const read = typed === null ? null : readValues(typed, known);
  const error = read?.error ?? null;
  const name = settingLabel(axis.setting);
  const options = settings.map(({ setting, label: words }) => ({ value: setting, label: words }));
  return (
    <div className="axis">
      <span className="muted small">{label}</span>
      <Select
        label={`${label}: setting`}
        value={axis.setting}
        options={known ? options : [...options, { value: axis.setting, label: name }]}
        onChange={setting => {
          const chosen = settings.find(one => one.setting === setting);
          if (chosen && setting !== axis.setting) onChange({ setting, values: chosen.usual });
        }}
      />
      <input
        className="input number"
        aria-label={`${label}: values of ${name}, with commas between them`}
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
        autoComplete="off"
        value={typed ?? axis.values.join(', ')}
        onChange={event => {
          const text = event.target.value;
          setTyped(text);
          const now = readValues(text, known);
          if (now.error === null) onChange({ ...axis, values: now.values });
        }}
        onBlur={() => {
          if (error === null) setTyped(null);
        }}
        onKeyDown={event => {
          if (event.key === 'Escape' || (event.key === 'Enter' && error === null)) setTyped(null);
        }}
      />
      {onRemove ? <IconButton icon="close" tiny label={`Remove ${name}`} onClick={onRemove} /> : <span />}
      <FieldError id={`${id}-error`}>
        {error === null
          ? null
          : `${error} Until then ${axis.values.join(', ')} ${axis.values.length === 1 ? 'is' : 'are'} used.`}
      </FieldError>
    </div>
  );
}
