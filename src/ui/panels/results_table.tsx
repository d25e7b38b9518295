import { findTask } from '../../tasks/registry';
import { saveWeights } from '../actions';
import { Hint } from '../kit/hint';
import { IconButton } from '../kit/icon_button';
import { lazyPart } from '../kit/lazy_part';
import { Swatch } from '../kit/swatch';
import { useMedia } from '../media';
import { type Figure, figureOf, leaderOf, resultColumns } from '../results';
import { useRun, useSlowRun } from '../stores/run';
import { byContender, isOver, type MemberRun, phaseOf } from '../stores/run_state';
import { Panel } from './panel';
import { saveResults } from './tables';
import './results_table.css';

const statusWords: Readonly<Record<MemberRun['status'], string>> = {
  waiting: 'waiting',
  compiling: 'compiling',
  ready: 'ready',
  training: 'training',
  paused: 'paused',
  finished: 'finished',
  diverged: 'diverged',
  frozen: 'not trained',
  failed: 'stopped',
};

const KeptLine = lazyPart(() => import('../kept/kept_line').then(part => part.KeptLine), null);

/** The race in numbers, as a table or, on a narrow screen, as a list. */
export function ResultsTable() {
  const run = useSlowRun(300);
  const narrow = useMedia('(max-width: 999px)');
  const columns = resultColumns(run.config ? findTask(run.config.task.name) : undefined);
  const leader = leaderOf(run);
  const contenders = byContender(run);
  if (contenders.length === 0) {
    return (
      <Panel title="Results" className="results">
        <p className="empty">Press Train to start.</p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Results"
      className="results"
      controls={
        <>
          <KeptLine />
          <IconButton icon="download" tiny label={saveResults.title} onClick={saveResults.choose} />
        </>
      }
    >
      {narrow ? (
        <ul className="result-list">
          {contenders.map((members, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
            <li key={index}>
              <Name members={members} index={index} leads={index === leader} />
              <dl>
                {columns.map(column => (
                  <div key={column.key}>
                    <dt>
                      {column.title} <span className="muted">{column.unit}</span>
                    </dt>
                    <dd className="number">
                      <FigureCell {...figureOf(run, column, members)} />
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
                <th key={column.key} scope="col" className="figure" data-column={column.key}>
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
            {contenders.map((members, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
              <tr key={index}>
                <th scope="row">
                  <Name members={members} index={index} leads={index === leader} />
                </th>
                {columns.map(column => (
                  <td
                    key={column.key}
                    className={`number figure ${index === leader && column.key === 'validation' ? 'best' : ''}`}
                  >
                    <FigureCell {...figureOf(run, column, members)} />
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

function FigureCell({ value, spread }: Figure) {
  return (
    <>
      {value}
      {spread === '' ? null : <span className="spread muted">{spread}</span>}
    </>
  );
}

/** What stands beside the name; there is room for few words. */
function wordsOf(members: readonly MemberRun[], leads: boolean): string {
  if (members.length === 1) return leads ? 'leads' : statusOf(members);
  const seeds = `${members.length} seeds`;
  if (leads) return `${seeds} · leads`;
  return members.every(({ status }) => status === 'finished') ? seeds : statusOf(members);
}

/** The status of a contender: that of all its seeds, or of those that are furthest from the end. */
function statusOf(members: readonly MemberRun[]): string {
  const compiling = members.filter(({ status, compiled }) => status === 'compiling' && compiled);
  if (compiling.length > 0) {
    const sum = (of: 'done' | 'total') => compiling.reduce((all, { compiled }) => all + (compiled?.[of] ?? 0), 0);
    return `compiling ${sum('done')} of ${sum('total')}`;
  }
  const [first] = members;
  if (!first) return '';
  const stopped = members.filter(({ status }) => status === 'diverged' || status === 'failed');
  if (stopped.length > 0 && members.length > 1)
    return `${stopped.length} of ${members.length} ${statusWords[stopped[0]?.status ?? 'failed']}`;
  const busy = members.find(member => !isOver(member)) ?? first;
  const training = members.find(({ status }) => status === 'training') ?? busy;
  return statusWords[training.status];
}

/** A name of more characters leaves no room beside it for what its contender does. */
const BESIDE = 10;

function Name({ members, index, leads }: { members: readonly MemberRun[]; index: number; leads: boolean }) {
  const failed = useRun(state => phaseOf(state) === 'failed');
  const [contender] = members;
  if (!contender) return null;
  return (
    <span className={`result-name row ${members.length > 1 || contender.name.length > BESIDE ? 'stacked' : ''}`}>
      <Swatch slot={contender.slot} />
      <span className="result-title short-name cut" title={contender.name}>
        {contender.name}
      </span>
      <span className="muted small status cut">{wordsOf(members, leads)}</span>
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
