import type { Experiment } from '../../lab/experiments/experiment';
import { resultJson } from '../../lab/experiments/result_file';
import { downloadText } from '../download';
import { CopyButton } from '../kit/copy_button';
import { FieldError } from '../kit/field_error';
import { Icon } from '../kit/icons';
import { Panel } from '../panels/panel';
import type { ExperimentOutcome } from '../stores/experiments';
import { reportFault } from '../stores/faults';
import type { Draft } from './drafts';
import { experimentCsv, resultOf } from './exports';
import { methodWords, resultTitle } from './result_words';
import { RowsTable } from './rows_table';
import './results.css';

interface Props {
  readonly experiment: Experiment;
  readonly outcome: ExperimentOutcome;
  /** The settings as they are now. */
  readonly draft: Draft;
}

/** The summary of a run in sentences, and how it was measured. */
export function Findings({ experiment, outcome, draft }: Props) {
  const { summary, params } = outcome;
  const ran = outcome.from === undefined && outcome.status !== 'running';
  const moved = ran && JSON.stringify(params) !== JSON.stringify(draft.params);
  return (
    <Panel title={resultTitle(outcome)} className="findings">
      <FieldError>{outcome.status === 'failed' ? outcome.message : null}</FieldError>
      {summary.length > 0 ? (
        <ul className="summary stack">
          {summary.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p className="muted">The summary appears with the first rows.</p>
      )}
      <p className="muted small">{methodWords(experiment, outcome)}</p>
      {moved ? <p className="small">You changed the settings after this run. Run again to use them.</p> : null}
    </Panel>
  );
}

/** A table of all rows, with buttons that copy and save them. */
export function AllRows({ experiment, outcome }: Pick<Props, 'experiment' | 'outcome'>) {
  const { name } = experiment;
  const csv = () => experimentCsv(experiment, outcome.rows);
  const json = () => resultJson(resultOf(name, outcome));
  const running = outcome.status === 'running';
  return (
    <Panel
      title="All rows"
      className="all-rows"
      controls={
        <>
          <CopyButton label="Copy CSV" text={csv} className="tiny" />
          <Save label="CSV" save={() => downloadText(`unroll-${name}.csv`, csv())} />
          <CopyButton label="Copy JSON" text={json} className="tiny" disabled={running} />
          <Save
            label="JSON"
            save={() => downloadText(`unroll-${name}.json`, json(), 'application/json')}
            disabled={running}
          />
          <Save label="Run file" save={() => void saveRun(experiment, outcome).catch(reportFault)} disabled={running} />
        </>
      }
    >
      <RowsTable experiment={experiment} rows={outcome.rows} />
    </Panel>
  );
}

async function saveRun(experiment: Experiment, outcome: ExperimentOutcome): Promise<void> {
  const { downloadOutcome } = await import('../run_files/download_outcome');
  downloadOutcome(experiment, outcome);
}

function Save({ label, save, disabled = false }: { label: string; save: () => void; disabled?: boolean }) {
  return (
    <button type="button" className="button tiny" onClick={save} disabled={disabled}>
      <Icon name="download" size={14} />
      {label}
    </button>
  );
}
