import { useEffect, useMemo, useRef } from 'react';
import { bytes, whole } from '../format';
import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { Panel } from '../panels/panel';
import { Playback } from '../playback/playback';
import { chooseRunFile } from '../run_files/take_run_file';
import { keepingStore } from '../stores/keeping';
import { keptRunsStore, useKeptRuns } from '../stores/kept_runs';
import { usePlayback } from '../stores/playback';
import { Comparison } from './comparison';
import { listedRuns } from './listed_runs';
import { readRuns, undoDelete } from './run_actions';
import { RunsTable } from './runs_table';
import './runs_workspace.css';

/** The runs that this browser keeps: found, named, opened, compared, taken away. */
export function RunsWorkspace() {
  const list = useKeptRuns(state => state.list);
  const query = useKeptRuns(state => state.query);
  const sort = useKeptRuns(state => state.sort);
  const chosen = useKeptRuns(state => state.chosen);
  const played = usePlayback(state => state.run);
  useEffect(() => {
    void readRuns();
    const unsubscribe = keepingStore.subscribe((now, before) => {
      if (now.saved !== before.saved) void readRuns();
    });
    return () => {
      unsubscribe();
      keptRunsStore.setState({ deleted: [] });
    };
  }, []);
  const all = list?.runs ?? [];
  const found = useMemo(() => listedRuns(all, query, sort), [all, query, sort]);
  return (
    <div className="runs column">
      <Troubles />
      {played ? <Playback key={played.id} run={played} /> : null}
      <Panel
        title="Runs"
        unit={
          list === null ? '' : `${whole(all.length)} kept here, ${bytes(all.reduce((sum, run) => sum + run.bytes, 0))}`
        }
        controls={<Button tiny label="Open a run file" onClick={chooseRunFile} />}
      >
        {all.length > 0 ? (
          <input
            type="search"
            className="input runs-search"
            aria-label="Search runs by name, notes, task, or contender"
            placeholder="Search"
            value={query}
            onChange={event => keptRunsStore.setState({ query: event.target.value })}
          />
        ) : null}
        {list === null ? (
          <p className="empty">Reading the kept runs …</p>
        ) : all.length === 0 ? (
          <p className="empty">
            No run is kept here yet. The page keeps each race while it trains, and each result of an experiment.
          </p>
        ) : found.length === 0 ? (
          <p className="empty">No run has these words.</p>
        ) : (
          <RunsTable runs={found} />
        )}
      </Panel>
      <Comparison ids={chosen} />
    </div>
  );
}

function Troubles() {
  const trouble = useKeptRuns(state => state.trouble);
  const unreadable = useKeptRuns(state => state.list?.unreadable ?? none);
  const last = useKeptRuns(state => state.deleted.at(-1));
  const undo = useRef<HTMLButtonElement>(null);
  // The row that had the focus is gone.
  useEffect(() => {
    if (last) undo.current?.focus();
  }, [last]);
  return (
    <>
      {trouble === null ? null : (
        <Notice title="" actions={<Dismiss onClick={() => keptRunsStore.setState({ trouble: null })} />}>
          {trouble}
        </Notice>
      )}
      {last ? (
        <Notice
          title={`${last.name} is deleted.`}
          actions={<Button tiny label="Undo" ref={undo} onClick={() => void undoDelete()} />}
        >
          It can be brought back until you leave this page.
        </Notice>
      ) : null}
      {unreadable.map(({ id, why }) => (
        <Notice key={id} title="A kept run cannot be read.">
          {why}
        </Notice>
      ))}
    </>
  );
}

const none: readonly { readonly id: string; readonly why: string }[] = [];
