import { useId } from 'react';
import { FieldRow } from '../kit/field_row';
import { SelectField } from '../kit/select_field';
import { SwitchField } from '../kit/switch_field';
import { type ChartView, metricNames, type ViewChoices } from '../stores/chart_views';
import { setPreferences, usePreferences } from '../stores/preferences';
import { MarkFields } from './mark_fields';
import { metricTitles } from './metrics';
import type { Range } from './range';
import { RangeField } from './range_field';
import { halfLives } from './smoothing';
import './option_fields.css';

export interface FieldsProps {
  readonly choices: ViewChoices;
  /** Whether smoothing can be chosen here, and the scale of x. */
  readonly curves?: boolean;
  /** Whether the scale of x can be chosen. */
  readonly scaleX?: boolean;
  readonly choosesMetric?: boolean;
  readonly seeds?: number;
  /** The scale and the ends of y as they are without a choice. */
  readonly logY: boolean;
  readonly shownY: Range;
  /** Shares from 0 to 1 are written in per cent. */
  readonly percent?: boolean;
  /** The step at which a note begins, where notes can be written. */
  readonly markAt?: (() => number) | undefined;
  /** Whether the focus goes to the note. */
  readonly marking?: boolean;
}

/** The choices of one chart. */
export function OptionFields(props: FieldsProps) {
  const {
    choices,
    curves = false,
    scaleX = curves,
    choosesMetric = false,
    seeds = 1,
    logY,
    shownY,
    percent = false,
  } = props;
  const { markAt, marking = false } = props;
  const { view, usual, change } = choices;
  const band = usePreferences(p => p.seedBand);
  return (
    <div className="fields">
      {choosesMetric ? (
        <SelectField
          label="Quantity"
          help="What this chart shows."
          value={view.metric}
          byDefault={usual.metric}
          options={metricNames.map(value => ({ value, ...metricTitles[value] }))}
          onChange={metric => change({ metric })}
        />
      ) : null}
      {curves ? <Smoothing value={view.smoothing} onChange={smoothing => change({ smoothing })} /> : null}
      {scaleX ? (
        <SwitchField
          label="Logarithmic x"
          help={curves ? 'Early steps get as much room as late ones.' : 'Equal ratios have equal widths.'}
          value={view.logX}
          byDefault={usual.logX}
          onChange={logX => change({ logX })}
        />
      ) : null}
      <SwitchField
        label="Logarithmic y"
        help="Equal ratios have equal heights."
        value={view.logY ?? logY}
        byDefault={logY}
        onChange={log => change({ logY: log === logY ? null : log })}
      />
      <RangeField
        key={view.metric}
        range={view.range}
        shown={shownY}
        percent={percent}
        onChange={range => change({ range })}
      />
      {seeds > 1 ? (
        <>
          <SelectField
            label="Band"
            help="What the band around the mean of the seeds shows, in all charts."
            value={band}
            byDefault="range"
            options={bands}
            onChange={seedBand => setPreferences({ seedBand })}
          />
          <SwitchField
            label="A line for each seed"
            help="Thin lines behind the mean. Pointing at a name in the legend shows those of one contender."
            value={view.everySeed}
            byDefault={usual.everySeed}
            onChange={everySeed => change({ everySeed })}
          />
        </>
      ) : null}
      {markAt ? <MarkFields at={markAt} focus={marking} /> : null}
    </div>
  );
}

/** What the band of several seeds shows. */
const bands = [
  { value: 'range', label: 'Min–max' },
  { value: 'error', label: 'Std. error' },
] as const;

function Smoothing({ value, onChange }: { value: ChartView['smoothing']; onChange: (halfLife: number) => void }) {
  const id = useId();
  const found = halfLives.findIndex(halfLife => halfLife >= value);
  const place = found < 0 ? halfLives.length - 1 : found;
  const words = value === 0 ? 'none' : `half-life ${value} steps`;
  return (
    <FieldRow
      id={id}
      label="Smoothing"
      unit={words}
      help="A mean in which a value counts half as much after every half-life. The values as measured stay behind, faint."
      onReset={() => onChange(0)}
      isDefault={value === 0}
    >
      <input
        id={id}
        type="range"
        className="smoothing"
        min={0}
        max={halfLives.length - 1}
        step={1}
        value={place}
        aria-valuetext={words}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onChange(halfLives[target.valueAsNumber] ?? 0)}
      />
    </FieldRow>
  );
}
