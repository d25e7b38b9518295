import { findTask } from '../../tasks/registry';
import { saveWeights } from '../actions';
import { Hint } from '../kit/hint';
import { IconButton } from '../kit/icon_button';
import { Swatch } from '../kit/swatch';
import { useMedia } from '../media';
import { leaderOf, type ResultColumn, resultColumns } from '../results';
import { useRun, useSlowRun } from '../stores/run';
import { type ContenderRun, phaseOf, type RunState } from '../stores/run_state';
import { Panel } from './panel';
import './results_table.css';

const statusWords: Readonly<Record<ContenderRun['status'], string>> = {
  waiting: 'waiting',
  compiling: 'compiling',
  ready: 'ready',
  training: 'training',
  paused: 'paused',
  finished: 'finished',
  diverged: 'diverged',
  failed: 'stopped',
};

/** The race in numbers, as a table or, on a narrow screen, as a list. */
export function ResultsTable() {
  const run = useSlowRun(300);
  const narrow = useMedia('(max-width: 999px)');
  const columns = resultColumns(run.config ? findTask(run.config.task.name) : undefined);
  const leader = leaderOf(run);
  if (run.contenders.length === 0) {
    return (
      <Panel title="Results" className="results">
        <p className="empty">Press Train to start.</p>
      </Panel>
    );
  }
  return (
    <Panel title="Results" className="results">
      {narrow ? (
        <ul className="result-list">
          {run.contenders.map((contender, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
            <li key={index}>
              <Name contender={contender} index={index} leads={index === leader} />
              <dl>
                {columns.map(column => (
                  <div key={column.key}>
                    <dt>
                      {column.title} <span className="muted">{column.unit}</span>
                    </dt>
                    <dd className="number">
                      <Figure column={column} run={run} index={index} contender={contender} />
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      ) : (
        <table className="result-table small">
          <thead>
            <tr>
              <th scope="col">Contender</th>
              {columns.map(column => (
                <th key={column.key} scope="col" className="figure">
                  <Hint text={column.help}>
                    <span className="th">
                      {column.title}
                      <span className="muted unit">{column.unit.replaceAll('/', '/\u200B')}</span>
                    </span>
                  </Hint>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {run.contenders.map((contender, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
              <tr key={index}>
                <th scope="row">
                  <Name contender={contender} index={index} leads={index === leader} />
                </th>
                {columns.map(column => (
                  <td
                    key={column.key}
                    className={`number figure ${index === leader && column.key === 'validation' ? 'best' : ''}`}
                  >
                    <Figure column={column} run={run} index={index} contender={contender} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

interface FigureProps {
  readonly column: ResultColumn;
  readonly run: RunState;
  readonly index: number;
  readonly contender: ContenderRun;
}

function Figure({ column, run, index, contender }: FigureProps) {
  const spread = column.spread?.(run, contender) ?? '';
  return (
    <>
      {column.read(run, index, contender)}
      {spread === '' ? null : <span className="spread muted">{spread}</span>}
    </>
  );
}

function statusOf({ status, compiled }: ContenderRun): string {
  if (status === 'compiling' && compiled) return `compiling ${compiled.done} of ${compiled.total}`;
  return statusWords[status];
}

function Name({ contender, index, leads }: { contender: ContenderRun; index: number; leads: boolean }) {
  const failed = useRun(state => phaseOf(state) === 'failed');
  return (
    <span className="result-name row">
      <Swatch slot={contender.slot} />
      <span className="result-title short-name cut" title={contender.name}>
        {contender.name}
      </span>
      <span className="muted small status cut">{leads ? 'leads' : statusOf(contender)}</span>
      <IconButton
        icon="download"
        tiny
        label={`Save ${contender.name}`}
        hint="Save the weights as .safetensors."
        disabled={failed || contender.report === null}
        onClick={() => saveWeights(index)}
      />
    </span>
  );
}
