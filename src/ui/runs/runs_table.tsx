import { useState } from 'react';
import type { RunSummary } from '../../lab/runs/run_summary';
import { whole } from '../format';
import { Button } from '../kit/button';
import { Icon } from '../kit/icons';
import { ScrollRegion } from '../kit/scroll_region';
import { keptRunsStore, type RunSort, type RunSortKey, useKeptRuns } from '../stores/kept_runs';
import { openKept } from './run_actions';
import { runColumns } from './run_facts';
import { RunMenu } from './run_menu';
import './runs_table.css';

/** Rows that are drawn at once, and that each press adds. */
const ROWS = 50;
/** Most runs that are compared. */
export const MOST_COMPARED = 20;

/** The kept runs that were found, the first fifty of them. */
export function RunsTable({ runs }: { runs: readonly RunSummary[] }) {
  const sort = useKeptRuns(state => state.sort);
  const chosen = useKeptRuns(state => state.chosen);
  const [shown, show] = useState(ROWS);
  const rest = runs.length - shown;
  return (
    <ScrollRegion label="Kept runs" className="runs-scroll">
      <table className="runs-table small">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Compare</span>
            </th>
            <Head sortKey="name" title="Name" unit="" isFigure={false} sort={sort} />
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
            {runColumns.map(({ key, title, unit, isFigure }) => (
              <Head key={key} sortKey={key} title={title} unit={unit} isFigure={isFigure} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, shown).map(run => (
            <Row key={run.id} run={run} chosen={chosen.includes(run.id)} full={chosen.length >= MOST_COMPARED} />
          ))}
        </tbody>
      </table>
      {rest > 0 ? (
        <Button tiny quiet label={`Show more (${whole(rest)} left)`} onClick={() => show(shown + ROWS)} />
      ) : null}
    </ScrollRegion>
  );
}

interface HeadProps {
  readonly sortKey: RunSortKey;
  readonly title: string;
  readonly unit: string;
  readonly isFigure: boolean;
  readonly sort: RunSort;
}

/** A press sorts by the column; another one turns the order. */
function Head({ sortKey, title, unit, isFigure, sort }: HeadProps) {
  const here = sort.key === sortKey;
  const direction = sort.falling ? 'descending' : 'ascending';
  const press = () =>
    keptRunsStore.setState({
      sort: { key: sortKey, falling: here ? !sort.falling : isFigure && sortKey !== 'validation' },
    });
  return (
    <th scope="col" className={isFigure ? 'figure' : ''} aria-sort={here ? direction : undefined}>
      <button type="button" className="sort" onClick={press}>
        {title}
        {unit === '' ? null : <span className="muted unit">{unit}</span>}
        {here ? <Icon name={sort.falling ? 'down' : 'up'} size={12} /> : null}
      </button>
    </th>
  );
}

function Row({ run, chosen, full }: { run: RunSummary; chosen: boolean; full: boolean }) {
  const toggle = () =>
    keptRunsStore.setState(state => ({
      chosen: chosen ? state.chosen.filter(id => id !== run.id) : [...state.chosen, run.id],
    }));
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <td>
        {run.kind === 'race' ? (
          <label className="run-choice">
            <input
              type="checkbox"
              aria-label={`Compare ${run.name}`}
              checked={chosen}
              disabled={full && !chosen}
              onChange={toggle}
            />
          </label>
        ) : null}
      </td>
      <th scope="row">
        <button type="button" className="run-name cut" title={`Open ${run.name}`} onClick={() => void openKept(run)}>
          {run.name}
        </button>
        {run.pinned ? <span className="muted"> pinned</span> : null}
        {run.notes === '' ? null : <span className="run-notes muted cut">{run.notes}</span>}
      </th>
      <td>
        <RunMenu run={run} />
      </td>
      {runColumns.map(({ key, isFigure, words }) => (
        <td key={key} className={isFigure ? 'number figure' : 'cut'} title={isFigure ? undefined : words(run)}>
          {words(run)}
        </td>
      ))}
    </tr>
  );
}
