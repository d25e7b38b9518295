import type { AdapterReport } from '../../lab/worker/protocol';
import { measure, stopMeasuring } from '../actions';
import { Button } from '../kit/button';
import { CopyButton } from '../kit/copy_button';
import { Progress } from '../kit/progress';
import { markdownOf } from '../measurement_markdown';
import { methodOf, reportOf } from '../measurement_report';
import { useExperiments } from '../stores/experiments';
import { type Measurement, useMeasurement } from '../stores/measurement';
import { useRun } from '../stores/run';
import { MeasuredTable } from './measured_table';
import { VariantChoices } from './variant_choices';
import './measure_dialog.css';

/** The measurement of this machine: its button, its progress, and its report. */
export function MeasureDialog() {
  const measurement = useMeasurement(state => state);
  const adapter = useRun(state => state.adapter);
  const playing = useRun(state => state.playing);
  const running = useExperiments(state => state.running !== null);
  const { rows } = measurement;
  const ends = running
    ? 'measuring ends the running experiment; its rows are kept'
    : playing
      ? 'measuring pauses training'
      : null;
  return (
    <div className="measure">
      <p>
        This measures the kernels that train and sample, from matrix products to whole steps, and compares them with the
        peak of your machine. It takes about a minute, longer without a GPU.
      </p>
      <p>
        Adapter: <strong>{adapter?.adapter ?? 'looking for a GPU …'}</strong>
        {adapter?.software ? '. It is not a GPU, so its times say nothing about a GPU.' : ''}
      </p>
      {adapter?.backend === 'twin' ? (
        <p>This browser runs neither WebGPU nor WebAssembly, so there are no kernels to measure.</p>
      ) : null}
      <div className="measure-bar row wrap">
        <Action measurement={measurement} able={adapter !== null && adapter.backend !== 'twin'} />
        {adapter && rows.length > 0 ? <CopyMarkdown measurement={measurement} adapter={adapter} /> : null}
        <Progress
          wraps
          label="Progress of the measurement"
          share={measurement.total > 0 ? measurement.done / measurement.total : 0}
          words={progressWords(measurement, ends)}
          live={measurement.status !== 'measuring'}
        />
      </div>
      {reportOf(rows).map(table => (
        <MeasuredTable key={table.name} table={table} />
      ))}
      {adapter?.backend === 'webgpu' ? <VariantChoices adapter={adapter.adapter} measurement={measurement} /> : null}
      <h3>How it is measured</h3>
      <p>{methodOf(rows)} Measuring pauses training and sampling. Press Train to go on afterwards.</p>
    </div>
  );
}

/** One button, so that the focus stays where it is. */
function Action({ measurement: { status }, able }: { measurement: Measurement; able: boolean }) {
  const measuring = status === 'measuring';
  return (
    <Button
      icon={measuring ? 'stop' : 'gauge'}
      label={measuring ? 'Cancel' : status === 'idle' ? 'Measure' : 'Measure again'}
      className={`measure-action ${measuring ? '' : 'primary'}`}
      disabled={!able}
      onClick={measuring ? stopMeasuring : measure}
    />
  );
}

function progressWords({ status, done, total, doing, message, rows }: Measurement, ends: string | null): string {
  switch (status) {
    case 'idle':
      return ends ?? 'nothing measured yet';
    case 'measuring':
      return total === 0 ? 'waiting for the current step …' : `${done} of ${total} · ${doing}`;
    case 'stopped':
      return `${message ?? 'cancelled'}${rows.length > 0 ? ' · the rows below were measured' : ''}`;
    case 'finished':
      return message ?? `finished · ${total} cases`;
    default:
      return status satisfies never;
  }
}

function CopyMarkdown({ measurement, adapter }: { measurement: Measurement; adapter: AdapterReport }) {
  const text = () => {
    const { userAgent: browser, hardwareConcurrency: processors } = navigator;
    return markdownOf(measurement, { adapter, browser, processors });
  };
  return <CopyButton label="Copy as Markdown" text={text} className="measure-copy" />;
}
